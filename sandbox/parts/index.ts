export type { Part, Readiness } from "./part.ts";
export { Ports } from "./ports.ts";
export { type PartStatus, Supervisor } from "./supervisor.ts";
