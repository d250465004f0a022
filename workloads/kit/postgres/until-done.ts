import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../index.ts";

const firstPause = 250;
const longestPause = 5_000;

/** Tries until it works, ever more slowly; waits for ever once the signal has ended, as nobody is left to be told. */
export async function untilDone(
  what: string,
  work: () => Promise<void>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let said = "";
  for (let pause = firstPause; !signal.aborted; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) break;
      const reason = reasonOf(error);
      // Once for each reason: an outage of hours is one line, not thousands.
      if (reason !== said) log.warn({ reason }, `cannot ${what} yet; trying again`);
      said = reason;
    }
    // Replicas that lost the same server must not come back in step.
    await sleep(pause * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
  }
  return new Promise(() => {});
}

/** What the server or the network said; drizzle's own message repeats the whole statement and its values. */
export function reasonOf(error: unknown): string {
  const innermost = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (innermost instanceof AggregateError) return innermost.errors.map(reasonOf).join("; ");
  return innermost instanceof Error ? innermost.message : String(innermost);
}
