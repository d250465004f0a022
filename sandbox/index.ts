export type { Api, SandboxCluster } from "./assembly.ts";
export { SandboxFault } from "./fault.ts";
export { ensurePrograms } from "./programs/index.ts";
export { Sandbox } from "./sandbox.ts";
