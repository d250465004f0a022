import { setTimeout as sleep } from "node:timers/promises";
import { PeerProblem } from "../../kit/index.ts";

export interface Insistence {
  /** Milliseconds, after which nobody waits for it any more. */
  until: number;
  /** Whether it may go well another time, though the peer says that it does not; the time that has passed. */
  mayPass?(problem: PeerProblem, passed: number): boolean;
  signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Asks again until it goes well, and never before the time at which the peer wants to be asked again. */
export async function insist<T>(ask: () => Promise<T>, { until, mayPass, signal }: Insistence): Promise<T> {
  // No clock that somebody sets.
  const begun = performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (problem) {
      if (!(problem instanceof PeerProblem)) throw problem;
      const passed = performance.now() - begun;
      if (!isPassing(problem) && !mayPass?.(problem, passed)) throw problem;
      const wait = Math.max(pause, (problem.retryAfter ?? 0) * 1_000);
      if (passed + wait > until) throw problem;
      await sleep(wait, undefined, signal && { signal });
    }
  }
}

/** It could not be asked, has enough of us, or has a bad moment. */
export function isPassing({ status }: PeerProblem): boolean {
  return status === undefined || status === 408 || status === 429 || status >= 500;
}
