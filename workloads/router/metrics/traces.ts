import type { Traces, TracesSettings } from "./trace.ts";

/** Nothing without a collector: then no code of it is loaded, and a request pays for one look at `undefined`. */
export async function openTraces({ endpoint, ...settings }: TracesSettings): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined;
  const { CollectorTraces } = await import("./collector-traces.ts");
  return new CollectorTraces({ endpoint, ...settings });
}
