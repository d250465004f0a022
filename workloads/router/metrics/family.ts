import type { Counter, Registry } from "prom-client";
import type { Value } from "./tally.ts";

export interface Family {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  /** Read when somebody scrapes: until then a number costs what it costs to keep. */
  values(): Value[];
}

/** Lets prom-client write out numbers that are kept elsewhere. */
export function expose(registry: Registry, family: Family): void {
  const { values, ...said } = family;
  const metric = { ...said, get: async () => ({ ...said, values: values() }) };
  // The registry asks no more of a metric than this; its types ask for one of its own classes.
  registry.registerMetric(metric as unknown as Counter);
}
