import type { UsageRow } from "../../api/shapes.ts";
import { Badge } from "../../parts/badge.tsx";
import { Table } from "../../parts/table.tsx";
import { compact, duration, money, timeOf } from "../../words/format.ts";
import { words } from "../../words/index.ts";

const said = words.livePage;

export function Decisions({ rows, keyName }: { rows: UsageRow[]; keyName(id: string): string }) {
  return (
    <Table
      name={said.decisions}
      heads={[
        said.time,
        said.asked,
        said.by,
        said.answeredBy,
        said.why,
        said.status,
        { number: said.firstToken },
        { number: said.took },
        { number: said.tokens },
        { number: words.overview.cost },
      ]}
      rows={rows}
      idOf={({ id }) => id}
      cells={(row) => [
        timeOf(row.at),
        row.model,
        keyName(row.keyId),
        row.provider ? `${row.provider}/${row.providerModel}` : said.nobody,
        <Why key="why" row={row} />,
        <Badge key="status" tone={row.status < 400 ? "good" : row.status === 499 ? "warn" : "bad"}>
          {row.fault ? `${row.status} ${row.fault}` : row.status}
        </Badge>,
        duration(row.firstByteMs),
        duration(row.totalMs),
        compact((row.promptTokens ?? 0) + (row.completionTokens ?? 0)),
        money(row.cost),
      ]}
    />
  );
}

function Why({ row: { why, attempts } }: { row: UsageRow }) {
  return (
    <span className="quiet why">
      {why ?? words.none}
      {attempts > 1 && ` · ${said.tries(attempts)}`}
    </span>
  );
}
