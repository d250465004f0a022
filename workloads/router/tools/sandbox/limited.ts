import type { Limits } from "../schema.ts";

// Room that a process may reserve beyond what it fills: Node.js and Go reserve many gigabytes and never touch them, so a
// limit on addresses alone would stop them at once, and none at all would let shared memory grow without bound.
const RESERVED = 32 * 2 ** 30;

/** Puts the kernel's limits before a program. `processes` counts all of the user, so only where the sandbox has its own. */
export function limited({ memory, time, processes }: Limits, { counted }: { counted: boolean }): string[] {
  return [
    "prlimit",
    `--data=${memory}`,
    `--as=${memory + RESERVED}`,
    `--fsize=${memory}`,
    // Twice: a program that sleeps is stopped by the clock, one that spins on all cores by this.
    `--cpu=${Math.ceil((time / 1000) * 2)}`,
    "--core=0",
    ...(counted ? [`--nproc=${processes}`] : []),
    "--",
  ];
}
