import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Manager } from "../manager.ts";

const HEARTBEAT_MS = 5_000;

/**
 * The whole status at first and after each change. Whoever reads slowly gets the newest when he is ready for it, and
 * whoever comes back has missed nothing.
 */
export function events(context: Context, manager: Manager): Response {
  context.header("x-accel-buffering", "no");
  return streamSSE(context, async (stream) => {
    let changed = true;
    let wake = () => {};
    const stop = manager.follow(() => {
      changed = true;
      wake();
    });
    stream.onAbort(() => wake());
    while (!stream.aborted && !manager.isClosed) {
      if (changed) {
        changed = false;
        await stream.writeSSE({ event: "status", data: JSON.stringify(manager.status) });
        continue;
      }
      const woken = new AbortController();
      wake = () => woken.abort();
      await sleep(HEARTBEAT_MS, undefined, { signal: woken.signal }).then(
        () => stream.write(": still here\n\n"),
        () => {},
      );
    }
    stop();
  });
}
