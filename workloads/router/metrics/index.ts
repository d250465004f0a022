export { Events, type LiveEvent } from "./events.ts";
export { Metrics, type ProviderReading, type Readings } from "./metrics.ts";
export { serviceRoutes } from "./routes.ts";
export type { Service } from "./service.ts";
export type { AttemptTrace, RequestTrace, Traces, TracesSettings } from "./trace.ts";
export { openTraces } from "./traces.ts";
