import * as z from "zod";
import { askFor, MIB, type Question } from "../../kit/index.ts";
import { under } from "./under.ts";

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());

const vector = z.object({
  resultType: z.literal("vector"),
  result: z.array(z.object({ metric: labels, value: sample })),
});
const matrix = z.object({
  resultType: z.literal("matrix"),
  result: z.array(z.object({ metric: labels, values: z.array(sample) })),
});
const single = (kind: "scalar" | "string") => z.object({ resultType: z.literal(kind), result: sample });

const said = <Data extends z.ZodType>(data: Data) => z.object({ status: z.literal("success"), data });
const now = said(z.union([vector, matrix, single("scalar"), single("string")]));
const course = said(matrix);
const names = said(z.array(z.string()));

/** What it tells of one thing: a number, or its course. */
export interface Series {
  labels: Record<string, string>;
  values: { at: string; value: number | string }[];
}

/** Points of a course. */
const POINTS = 60;
const PATIENCE_SECONDS = 15;

/** Whoever measures all of the lab. */
export class Prometheus {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async now(query: string): Promise<Series[]> {
    const { data } = await askFor(this.#question("query", { query }), now);
    if (data.resultType === "matrix") return data.result.map(courseOf);
    if (data.resultType !== "vector") return [{ labels: {}, values: [pointOf(data.result)] }];
    return data.result.map(({ metric, value }) => ({ labels: metric, values: [pointOf(value)] }));
  }

  async course(query: string, minutes: number, until = Date.now()): Promise<Series[]> {
    const [end, length] = [Math.ceil(until / 1000), minutes * 60];
    const step = Math.max(15, Math.ceil(length / POINTS));
    // The last of its points is the present.
    const start = end - Math.floor(length / step) * step;
    const times = { start: String(start), end: String(end), step: String(step) };
    const { data } = await askFor(this.#question("query_range", { query, ...times }), course);
    return data.result.map(courseOf);
  }

  /** What is measured of a service, by the names that a question may use. */
  async names(service: string): Promise<string[]> {
    const match = `{service=${JSON.stringify(service)}}`;
    return (await askFor(this.#question("label/__name__/values", { "match[]": match }), names)).data;
  }

  #question(path: string, query: Record<string, string>): Question {
    const timeout = path.startsWith("query") ? { timeout: `${PATIENCE_SECONDS}s` } : {};
    const url = under(this.#url, `api/v1/${path}`, { ...query, ...timeout });
    return { who: "Prometheus", url, largest: 8 * MIB, patience: (PATIENCE_SECONDS + 5) * 1000 };
  }
}

function courseOf({
  metric,
  values,
}: {
  metric: Record<string, string>;
  values: z.output<typeof sample>[];
}): Series {
  return { labels: metric, values: values.slice(-POINTS).map(pointOf) };
}

/** Prometheus writes what JSON has no number for as a word. */
function pointOf([at, value]: z.output<typeof sample>) {
  const number = Number(value);
  return { at: new Date(at * 1000).toISOString(), value: Number.isFinite(number) ? number : value };
}
