export { ClusterApi } from "./api.ts";
export { Deeds, type Pace } from "./deeds.ts";
