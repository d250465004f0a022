export type { Part, Readiness } from "./part.ts";
export { Ports } from "./ports.ts";
export { ShortLived } from "./short-lived.ts";
export { type PartStatus, Supervisor } from "./supervisor.ts";
