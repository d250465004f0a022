export { assemble } from "./assemble.ts";
export type { Api, Assembly, Control, SandboxCluster } from "./assembly.ts";
