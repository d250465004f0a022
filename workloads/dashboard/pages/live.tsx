import { useState } from "react";
import { useKeyNames, useRecent, useUnderWay } from "../api/queries.ts";
import { Answer, Empty } from "../parts/answer.tsx";
import { words } from "../words/index.ts";
import { Decisions } from "./live/decisions.tsx";
import { Running } from "./live/running.tsx";

const said = words.livePage;

export default function Live() {
  const underWay = useUnderWay();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const recent = useRecent(onlyFailed);
  const keyName = useKeyNames();
  return (
    <>
      <section className="card">
        <h2>{said.running}</h2>
        <Answer of={underWay}>
          {({ requests, total }) =>
            total === 0 ? (
              <Empty>{said.nothing}</Empty>
            ) : (
              <>
                <Running requests={requests} keyName={keyName} />
                {total > requests.length && <p className="quiet">{said.more(total - requests.length)}</p>}
              </>
            )
          }
        </Answer>
        <p className="quiet hint">{said.copy}</p>
      </section>
      <section className="card">
        <div className="row spread">
          <div>
            <h2>{said.decisions}</h2>
            <p className="quiet hint">{said.decisionsHint}</p>
          </div>
          <label className="check">
            <input
              type="checkbox"
              checked={onlyFailed}
              onChange={(event) => setOnlyFailed(event.target.checked)}
            />
            {said.onlyFailed}
          </label>
        </div>
        <Answer of={recent}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty>{words.overview.empty}</Empty>
            ) : (
              <Decisions rows={rows} keyName={keyName} />
            )
          }
        </Answer>
      </section>
    </>
  );
}
