import { setTimeout as sleep } from "node:timers/promises";

/** Ends early where the signal says so, and keeps no process alive that has nothing else to do. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {});
}
