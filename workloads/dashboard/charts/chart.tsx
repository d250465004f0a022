import { useState } from "react";
import { momentOf } from "../words/format.ts";
import { words } from "../words/index.ts";
import { Plot, type PlotProps } from "./plot.tsx";

export interface ChartProps extends Omit<PlotProps, "pointed"> {
  title: string;
}

/** A plot with its title, and what it says in words: under the pointer, or at its end. */
export function Chart({ title, ...plot }: ChartProps) {
  const [pointed, setPointed] = useState<number>();
  const at = pointed ?? lastKnown(plot);
  const known = at !== undefined && at < plot.at.length;
  const values = plot.lines.map((line, index) => ({
    ...line,
    value: known ? plot.values[index]?.[at] : undefined,
  }));
  const written = values
    .filter(({ value }) => value !== null && value !== undefined)
    .map(({ label, value }) => `${label} ${plot.write(value ?? 0)}`);
  return (
    <section
      className="card chart"
      aria-label={words.overview.chart(title, written.join(", ") || words.none)}
    >
      <header>
        <h2>{title}</h2>
        <span className="quiet" aria-hidden="true">
          {pointed !== undefined && known ? momentOf(plot.at[at] ?? 0) : ""}
        </span>
      </header>
      <ul className="legend" aria-hidden="true">
        {values.map(({ label, colour, value }) => (
          <li key={label}>
            <i className={`swatch ${colour}`} />
            {label} <b>{value === null || value === undefined ? words.none : plot.write(value)}</b>
          </li>
        ))}
      </ul>
      <Plot {...plot} pointed={setPointed} />
    </section>
  );
}

function lastKnown({ at, values }: Pick<PlotProps, "at" | "values">): number | undefined {
  for (let index = at.length - 1; index >= 0; index--) {
    if (values.some((line) => line[index] !== null && line[index] !== undefined && line[index] !== 0))
      return index;
  }
  return undefined;
}
