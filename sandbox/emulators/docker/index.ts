export { docker } from "./docker.ts";
export type { DockerSeed } from "./seed.ts";
