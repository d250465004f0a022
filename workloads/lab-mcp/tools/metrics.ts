import * as z from "zod";
import type { Catalogue } from "../catalogue/index.ts";
import type { Prometheus, Series } from "../peers/index.ts";
import { minutes, service } from "./inputs.ts";
import { type Tool, tool } from "./tool.ts";

const SERIES = 50;
const NAMES = 300;

export function metricTools(prometheus: Prometheus, catalogue: Catalogue): Tool[] {
  return [
    tool({
      name: "metric_names",
      about: 'What is measured of a service: names that query_metrics may use, as in name{service="it"}.',
      input: { service },
      run: async ({ service: name }) => {
        const names = await prometheus.names(catalogue.named(name).name);
        if (names.length === 0)
          return `Nothing of ${name} is measured by itself; kube_* and container_* speak of it.`;
        return told(names.length, NAMES, names.slice(0, NAMES).join("\n"));
      },
    }),
    tool({
      name: "query_metrics",
      about: "What Prometheus says to a question in PromQL: now, or over the last minutes.",
      input: {
        query: z.string().min(1).max(2_000).describe("In PromQL."),
        minutes: minutes
          .optional()
          .describe("Its course over so many minutes; the present, where it is left out."),
      },
      run: async ({ query, minutes: back }) => {
        const series =
          back === undefined ? await prometheus.now(query) : await prometheus.course(query, back);
        if (series.length === 0) return "Nothing fits: metric_names tells what is measured.";
        return told(series.length, SERIES, series.slice(0, SERIES).map(lineOf).join("\n"));
      },
    }),
  ];
}

function lineOf({ labels: { __name__ = "", ...labels }, values }: Series): string {
  const said = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const points = values.map(({ at, value }) => (values.length > 1 ? `${at.slice(0, 16)} ${value}` : value));
  return `${__name__}{${said.join(", ")}}: ${points.join("; ")}`;
}

function told(all: number, most: number, text: string): string {
  return all > most ? `${text}\n(${all - most} more: ask for less)` : text;
}
