import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal } from "../framework/http.ts";

const longestMs = 30_000;
const pauseMs = 250;

/** Asks again while the Engine says that something is still in use: whoever used it may be on the way out. */
export async function whileInUse(
  ask: () => Promise<unknown>,
  inUse: RegExp,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + longestMs;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.status === 404) return;
      if (!inUse.test(error.message) || Date.now() > until) throw error;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
