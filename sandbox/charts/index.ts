export { chartsOn } from "./charts.ts";
export { chartWorkloads } from "./workloads.ts";
