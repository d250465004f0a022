export type { Api, SandboxCluster } from "./assembly/index.ts";
export { type DrillReport, drill, type Fate, type Outage, type ServiceFate } from "./drills/index.ts";
export type { Fault } from "./emulators/framework/index.ts";
export { SandboxFault } from "./fault.ts";
export type { PartStatus } from "./parts/index.ts";
export { type ClusterCapacity, type NodeCapacity, prove, type Room } from "./placement/index.ts";
export { builtPrograms, ensurePrograms, programFiles } from "./programs/index.ts";
export { Sandbox } from "./sandbox.ts";
