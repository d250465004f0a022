export { Homebrain } from "./homebrain.ts";
export { type LogQuestion, Loki } from "./loki.ts";
export { Prometheus, type Series } from "./prometheus.ts";
