export { Events, type LiveEvent } from "./events.ts";
export { Metrics, type ProviderReading, type Readings } from "./metrics.ts";
export { type Service, serviceRoutes } from "./routes.ts";
export {
  type AttemptTrace,
  openTraces,
  type RequestTrace,
  type Traces,
  type TracesSettings,
} from "./traces.ts";
