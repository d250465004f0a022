export { type Candidate, embeds } from "./candidate.ts";
export { choose, type Decision, type Needs } from "./choose.ts";
export { Sticky } from "./sticky.ts";
export { RoutingTable } from "./table.ts";
