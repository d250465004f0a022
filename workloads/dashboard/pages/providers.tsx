import { useState } from "react";
import { ask } from "../api/client.ts";
import { queries, useProviders } from "../api/queries.ts";
import type { Provider } from "../api/shapes.ts";
import { Answer, Empty } from "../parts/answer.tsx";
import { Badge } from "../parts/badge.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { compact, duration } from "../words/format.ts";
import { words } from "../words/index.ts";

const said = words.providers;

export default function Providers() {
  const providers = useProviders();
  return (
    <Answer of={providers}>
      {(all) =>
        all.length === 0 ? (
          <Empty>{said.empty}</Empty>
        ) : (
          <div className="cards">
            {all.map((each) => (
              <One key={each.name} provider={each} />
            ))}
          </div>
        )
      }
    </Answer>
  );
}

/** More than these, and nobody reads them. */
const SHOWN = 6;

function One({ provider }: { provider: Provider }) {
  const [holding, setHolding] = useState(false);
  const { name, kind, privacy, running, queued, models, heldBack, reason, up } = provider;
  return (
    <section className="card provider">
      <header className="row spread">
        <h2>{name}</h2>
        <Health of={provider} />
      </header>
      <p className="quiet">
        {kind} · {privacy === "local" ? said.local : said.outside} · {said.load(running, queued)}
      </p>
      {heldBack !== undefined && <p className="note">{heldBack}</p>}
      {up === false && reason && <p className="note">{reason}</p>}
      <h3>{said.models(models.length)}</h3>
      <ul className="plain">
        {models.slice(0, SHOWN).map(({ id, context, loaded, firstByteMs }) => (
          <li key={id} className="row spread">
            <span className="name">{id}</span>
            <span className="quiet">
              {[
                loaded && said.loaded,
                context && said.context(compact(context)),
                firstByteMs !== undefined && duration(firstByteMs),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
        {models.length > SHOWN && <li className="quiet">{said.more(models.length - SHOWN)}</li>}
      </ul>
      <footer>
        {heldBack === undefined ? (
          <button type="button" onClick={() => setHolding(true)}>
            {said.hold}
          </button>
        ) : (
          <button type="button" className="primary" onClick={() => void change(name, "DELETE")}>
            {said.release}
          </button>
        )}
      </footer>
      {holding && <Hold name={name} close={() => setHolding(false)} />}
    </section>
  );
}

function Health({ of: { up, breaker, heldBack } }: { of: Provider }) {
  if (heldBack !== undefined) return <Badge tone="warn">{said.held}</Badge>;
  if (breaker !== "closed") return <Badge tone="bad">{said.breaker[breaker]}</Badge>;
  if (up === undefined) return <Badge>{said.unknown}</Badge>;
  return up ? <Badge tone="good">{said.up}</Badge> : <Badge tone="bad">{said.down}</Badge>;
}

function Hold({ name, close }: { name: string; close(): void }) {
  const [reason, setReason] = useState("");
  return (
    <Dialog
      title={said.holdTitle(name)}
      lead={said.holdLead}
      go={said.holdGo}
      ready={reason.trim() !== ""}
      done={() => change(name, "POST", { reason: reason.trim() })}
      close={close}
    >
      <Field
        label={said.reason}
        value={reason}
        change={setReason}
        placeholder={said.reasonExample}
        maxLength={200}
      />
    </Dialog>
  );
}

async function change(name: string, method: "POST" | "DELETE", body?: object): Promise<void> {
  await ask(`/api/admin/providers/${encodeURIComponent(name)}/hold`, { method, body });
  await queries.invalidateQueries({ queryKey: ["providers"] });
}
