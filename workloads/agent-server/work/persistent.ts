import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import { reasonOf } from "../../kit/postgres/index.ts";
import { isAway } from "../store/index.ts";

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Does something with the database, again and again while that is away: an answer that is there is not to be lost. */
export type Persistent = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Gives up when the signal ends. */
export function persistentOn(log: Log, signal: AbortSignal): Persistent {
  return async (work) => {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work();
      } catch (error) {
        if (!isAway(error) || signal.aborted) throw error;
        log.warn({ reason: reasonOf(error) }, "waits for the database");
        await sleep(pause * (0.5 + Math.random()), undefined, { signal });
      }
    }
  };
}
