import { setTimeout as sleep } from "node:timers/promises";
import type { Log, Operation } from "../framework/vendor.ts";
import { UnknownKind } from "./objects.ts";
import { isMissingNamespace, isPassing } from "./server-refusal.ts";

const tries = 6;
const firstPauseMs = 300;

/**
 * An object may come before its namespace or its kind, where a program does not say that it depends on them: the
 * official provider tries again for a while, and programs rely on that. What is ill may be well again by then, too.
 */
export async function inTime<T>({ signal, urn }: Operation, log: Log, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await act();
      if (attempt > 1) log.status("", urn);
      return done;
    } catch (error) {
      const isEarly = isMissingNamespace(error) || error instanceof UnknownKind;
      if (!(isEarly || isPassing(error)) || attempt === tries || signal.aborted) throw error;
      log.status(`trying again: ${(error as Error).message}`, urn);
      await sleep(firstPauseMs * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}
