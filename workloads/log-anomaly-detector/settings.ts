import * as z from "zod";
import { address, type Environment, oneOf, readEnvironment, serving, whole } from "../kit/index.ts";

const shape = {
  ...serving,
  LOKI_URL: address(/^https?$/, "http://loki:3100").optional(),
  /** Which lines, in LogQL. */
  LOKI_QUERY: z.string().default('{service=~".+"}'),
  JOURNAL: oneOf(["yes", "no"]).default("no"),
  JOURNAL_DIRECTORY: z.string().optional(),
  ALERTMANAGER_URL: address(/^https?$/, "http://alertmanager:9093"),
  DATA_DIR: z.string().default("data"),
  LEARN_HOURS: whole(1, 24 * 30, 24).default(24),
  OWN_URL: address(/^https?$/, "https://logs.example.ts.net").optional(),
  ANOMALY_KEY: z.string().min(16, "is shorter than 16 characters; write a longer one"),
};

export type Settings = z.output<z.ZodObject<typeof shape>>;

export function readSettings(environment: Environment): { read: Settings; strange: string[] } {
  return readEnvironment(
    { prefix: "ANOMALY", secrets: ["ANOMALY_KEY"], schema: z.object(shape) },
    environment,
    ({ LOKI_URL, JOURNAL }, problems) =>
      LOKI_URL || JOURNAL === "yes" || problems.length > 0
        ? []
        : ["LOKI_URL is not set, and JOURNAL is not yes: say whose lines are to be read."],
  );
}
