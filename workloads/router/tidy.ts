import v8 from "node:v8";
import { runInNewContext } from "node:vm";

/** As much as V8 leaves lying without harm. */
const WORTH = 48 * 1024 * 1024;
const EVERY_MS = 3_000;

/**
 * Collects the bodies of a burst of requests once it is over. V8 collects when something new is wanted, so a router that
 * has nothing to do keeps the memory of its busiest moment, and on a machine that it shares with models that is missing
 * elsewhere. It is done while nothing is under way, and takes some milliseconds. Returns how to stop.
 */
export function tidyWhenIdle(isIdle: () => boolean): () => void {
  v8.setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  v8.setFlagsFromString("--no-expose-gc");
  let again = false;
  const timer = setInterval(() => {
    if (!isIdle()) return;
    const much = process.memoryUsage().arrayBuffers > WORTH;
    // Twice: what held the bodies has grown old with them, and goes once they have gone.
    if (much || again) collect();
    again = much;
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
