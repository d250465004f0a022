export { DockerHost, type DockerHostArgs } from "./host.ts";
export { type ContainerPlan, planContainer } from "./plan.ts";
export type { DockerService } from "./service.ts";
export type { Transform } from "./transform.ts";
