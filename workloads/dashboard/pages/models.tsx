import { useManager } from "../api/manager.ts";
import { useProviders } from "../api/queries.ts";
import { Answer, Empty } from "../parts/answer.tsx";
import { Table } from "../parts/table.tsx";
import { compact, duration } from "../words/format.ts";
import { words } from "../words/index.ts";
import { Card } from "./models/card.tsx";
import { Gaming } from "./models/gaming.tsx";
import { Managed } from "./models/managed.tsx";

const said = words.models;

export default function Models() {
  const manager = useManager();
  return (
    <>
      <Answer of={manager}>
        {(status) =>
          status === null ? (
            <section className="card">
              <h2>{said.none}</h2>
              <p className="quiet">{said.noneLead}</p>
            </section>
          ) : (
            <>
              {!status.docker.up && (
                <p className="wrong" role="alert">
                  {said.away}: {status.docker.why}
                </p>
              )}
              <Gaming of={status.gaming} />
              <Card of={status} />
              <div className="cards">
                {status.models.map((each) => (
                  <Managed key={each.name} model={each} isPlaying={status.gaming.state !== "off"} />
                ))}
              </div>
            </>
          )
        }
      </Answer>
      <Told />
    </>
  );
}

/** Whatever runs them. */
function Told() {
  const providers = useProviders();
  return (
    <section className="card">
      <h2>{said.providers}</h2>
      <Answer of={providers}>
        {(all) => {
          const rows = all.flatMap(({ name, models }) =>
            models.map((model) => ({ ...model, provider: name })),
          );
          if (rows.length === 0) return <Empty>{said.empty}</Empty>;
          return (
            <Table
              name={said.providers}
              heads={[
                said.model,
                said.provider,
                { number: said.context },
                said.inMemory,
                { number: said.firstToken },
              ]}
              rows={rows}
              idOf={({ provider, id }) => `${provider}/${id}`}
              cells={({ id, provider, context, loaded, firstByteMs }) => [
                id,
                provider,
                compact(context),
                loaded === undefined ? words.none : loaded ? said.yes : said.no,
                duration(firstByteMs),
              ]}
            />
          );
        }}
      </Answer>
    </section>
  );
}
