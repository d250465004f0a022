import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, type Call, exchange, type Origin, type Received, Unreachable } from "./http.ts";

const tries = 5;
const firstPauseMs = 200;
const longestPauseMs = 30_000;

/** Asked twice, the answer is the same: these may be sent again even when nobody knows what became of them. */
const idempotent = new Set(["GET", "HEAD", "PUT", "DELETE"]);

/** As the vendors' clients do: asks again where the API is busy or ill for a moment, and gives the last answer. */
export async function persist(origin: Origin, call: Call): Promise<Received> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === tries;
    const pause = firstPauseMs * 2 ** (attempt - 1);
    try {
      const answer = await exchange(origin, call);
      if (last || !isPassing(answer, call)) return answer;
      await sleep(askedFor(answer) ?? pause, undefined, { signal: call.signal });
    } catch (error) {
      if (last || call.signal.aborted || !(error instanceof Unreachable)) throw error;
      if (!error.unsent && !isIdempotent(call)) throw error;
      await sleep(pause, undefined, { signal: call.signal });
    }
  }
}

function isPassing({ status }: Answer, call: Call): boolean {
  return status === 429 || (status >= 500 && isIdempotent(call));
}

function isIdempotent({ method = "GET", repeatable = false }: Call): boolean {
  return repeatable || idempotent.has(method);
}

/** What the API asks for in Retry-After: seconds, or a date. */
function askedFor({ headers }: Answer): number | undefined {
  const asked = headers["retry-after"];
  if (asked === undefined) return undefined;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestPauseMs);
}
