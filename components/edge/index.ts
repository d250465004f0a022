export { Edge, type EdgeArgs } from "./edge.ts";
export { type EdgePlan, type Entry, planEdge, type TunnelPlan, type ZonePlan } from "./plan.ts";
