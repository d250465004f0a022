export { alertmanager } from "./alertmanager.ts";
export { logsOf, logsOfContainers } from "./alloy.ts";
export { board, type Panel } from "./board.ts";
export { dcgmExporterOf, nodeExporterOf } from "./charts.ts";
export { provisioning, signInBy } from "./grafana.ts";
export { overview } from "./overview.ts";
export { COLLECTED, prometheusAgent, prometheusServer } from "./prometheus.ts";
