import type { Dashboard } from "../service/index.ts";

export interface Panel {
  title: string;
  unit: "short" | "reqps" | "s" | "currencyUSD" | "bytes" | "Bps" | "percentunit";
  /** Each line of the graph: what it is called, and what is asked of Prometheus. */
  lines: Record<string, string>;
}

interface Board {
  uid: string;
  title: string;
  panels: Panel[];
  /** What whoever looks may choose, by the label of this metric that has its values. */
  choices?: Record<string, string>;
}

const WIDTH = 12;
const HEIGHT = 8;

const SOURCE = { type: "prometheus", uid: "$source" };

/** Two graphs a row, in the order in which somebody who was woken asks. */
export function board({ uid, title, panels, choices = {} }: Board): Dashboard {
  return {
    uid,
    title,
    tags: ["homelab"],
    schemaVersion: 41,
    refresh: "30s",
    time: { from: "now-6h", to: "now" },
    templating: {
      list: [
        { name: "source", label: "Prometheus", type: "datasource", query: "prometheus" },
        ...Object.entries(choices).map(([name, query]) => ({
          name,
          type: "query",
          datasource: SOURCE,
          query: { query: `label_values(${query}, ${name})`, refId: name },
          refresh: 2,
          sort: 1,
        })),
      ],
    },
    panels: panels.map(({ title, unit, lines }, at) => ({
      id: at + 1,
      type: "timeseries",
      title,
      datasource: SOURCE,
      gridPos: { x: (at % 2) * WIDTH, y: Math.floor(at / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: Object.entries(lines).map(([legendFormat, expr], line) => ({
        refId: String.fromCharCode("A".charCodeAt(0) + line),
        legendFormat,
        expr,
      })),
    })),
  };
}
