import { useKeyNames, useTop } from "../../api/queries.ts";
import { Answer, Empty } from "../../parts/answer.tsx";
import { useFilter } from "../../parts/filter.ts";
import { compact, count, money } from "../../words/format.ts";
import { words } from "../../words/index.ts";

const said = words.overview;

/** Who or what comes to most; a click shows only that. */
export function Breakdown({ by }: { by: "model" | "provider" | "key" }) {
  const top = useTop(by);
  const keyName = useKeyNames();
  const { change } = useFilter();
  const nameOf = (name: string) => (by === "key" ? keyName(name) : name) || said.nobody;
  return (
    <section className="card">
      <h2>{said.by[by]}</h2>
      <Answer of={top}>
        {(data) => {
          if (data.top.length === 0) return <Empty>{said.empty}</Empty>;
          const most = Math.max(...data.top.map(({ requests }) => requests));
          return (
            <table className="breakdown">
              <thead>
                <tr>
                  <th>{words.filter[by]}</th>
                  <th className="number">{said.requests}</th>
                  <th className="number">{said.tokens}</th>
                  <th className="number">{said.cost}</th>
                </tr>
              </thead>
              <tbody>
                {data.top.map((row) => (
                  <tr key={row.name}>
                    <td>
                      <button
                        type="button"
                        className="link"
                        disabled={row.name === ""}
                        aria-label={said.showOnly(nameOf(row.name))}
                        onClick={() => change({ [by]: row.name })}
                      >
                        {nameOf(row.name)}
                      </button>
                      <meter min={0} max={most} value={row.requests} aria-label={nameOf(row.name)} />
                    </td>
                    <td className="number">{count(row.requests)}</td>
                    <td className="number">{compact(row.promptTokens + row.completionTokens)}</td>
                    <td className="number">{money(row.cost)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Answer>
    </section>
  );
}
