import type { UnderWay } from "../../api/shapes.ts";
import { Badge } from "../../parts/badge.tsx";
import { Table } from "../../parts/table.tsx";
import { count, duration, speed } from "../../words/format.ts";
import { words } from "../../words/index.ts";

const said = words.livePage;

export function Running({ requests, keyName }: { requests: UnderWay[]; keyName(id: string): string }) {
  return (
    <Table
      name={said.running}
      heads={[
        said.asked,
        said.by,
        said.state,
        said.answeredBy,
        { number: said.elapsed },
        { number: said.tokens },
        { number: words.overview.speed },
        said.why,
      ]}
      rows={requests}
      idOf={({ id }) => id}
      cells={(each) => [
        each.model,
        keyName(each.keyId),
        <State key="state" of={each} />,
        each.provider ?? words.none,
        duration(each.ms),
        count(each.tokens),
        speed(paceOf(each)),
        <span key="why" className="quiet why" title={each.asks.join(" → ")}>
          {each.why}
        </span>,
      ]}
    />
  );
}

function State({ of }: { of: UnderWay }) {
  if (of.provider === null) return <Badge tone="warn">{said.waiting}</Badge>;
  if (of.firstByteMs === null) return <Badge>{said.beingAsked}</Badge>;
  return <Badge tone="good">{said.answering}</Badge>;
}

function paceOf({ tokens, ms, firstByteMs }: UnderWay): number | null {
  return firstByteMs === null || tokens < 2 ? null : ((tokens - 1) * 1_000) / Math.max(ms - firstByteMs, 1);
}
