export { alertmanager } from "./alertmanager.ts";
export { board, type Panel } from "./board.ts";
export { overview } from "./overview.ts";
export { prometheusAgent, prometheusServer } from "./prometheus.ts";
