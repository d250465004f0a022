import type { Machine } from "../inventory/index.ts";

/** Linux inside somebody's desktop. */
export type Guest = Extract<Machine, { kind: "guest" }>;
