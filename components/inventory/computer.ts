import type { Machine } from "./machine.ts";

/** A machine that runs programs: it has processors and memory to be counted. */
export type Computer = Extract<Machine, { memory: unknown }>;

export function computer(machine: Machine | undefined): Computer | undefined {
  return machine && "memory" in machine ? machine : undefined;
}
