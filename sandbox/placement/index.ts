export { type ClusterCapacity, capacityOf, type NodeCapacity, type Room } from "./capacity.ts";
export { livePlacements } from "./live.ts";
export { type PlannedPod, type PodSpec, plannedPods } from "./planned-pod.ts";
export { measure, prove } from "./proof.ts";
export { type Placement, Scheduler } from "./trial.ts";
