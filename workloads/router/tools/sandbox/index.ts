export type { Job, Outcome, Sandbox } from "./job.ts";
export { openSandbox } from "./open.ts";
