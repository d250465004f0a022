export { drill } from "./drill.ts";
export type { Outage } from "./outage.ts";
export type { DrillReport, Fate, ServiceFate } from "./report.ts";
