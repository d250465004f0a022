import type { Told } from "./status.ts";

/** What is known of the way to a manager. */
export type Link =
  | { is: "connecting" }
  | { is: "up"; told: Told }
  /** `isWaking`: its machine may be asleep, and has been called. */
  | { is: "down"; why: string; isWaking: boolean };

/** Whether a request may be sent to a model, shall wait for it, or had better go elsewhere. */
export type Verdict =
  | { is: "open" }
  | { is: "shut"; expectedMs: number; progress: string }
  | { is: "closed"; why: string };

const WAKES_IN_MS = 30_000;
const CONNECTS_IN_MS = 1_000;

/** `answers`: whether the provider itself was there lately; nobody needs a manager to talk to a model that runs. */
export function verdictOf(
  link: Link,
  { model, answers, canWake }: { model: string; answers: boolean; canWake: boolean },
  now: number,
): Verdict {
  if (link.is === "up") return byManager(link.told, model, now);
  if (answers) return { is: "open" };
  if (link.is === "connecting")
    return { is: "shut", expectedMs: CONNECTS_IN_MS, progress: "asking its manager" };
  if (!canWake) return { is: "closed", why: `its manager does not answer (${link.why})` };
  const progress = link.isWaking ? "waking its machine" : "its machine sleeps";
  return { is: "shut", expectedMs: WAKES_IN_MS, progress };
}

function byManager(told: Told, model: string, now: number): Verdict {
  const { playing, away, state, why, blocked, place, since = now, retryAt = 0, loadMs } = told;
  if (playing !== undefined) return { is: "closed", why: playing };
  if (state === "ready") return { is: "open" };
  if (away !== undefined) return { is: "closed", why: `its Docker does not answer: ${away}` };
  if (state === "failed" && now < retryAt) return { is: "closed", why: `${model} ${why ?? "has failed"}` };
  if (blocked !== undefined) return { is: "closed", why: blocked };
  if (state !== "starting") {
    const progress =
      place === undefined ? `asking for ${model}` : `${model} waits for memory, at place ${place}`;
    return { is: "shut", expectedMs: loadMs * (place ?? 1), progress };
  }
  const passed = Math.max(0, now - since);
  return {
    is: "shut",
    expectedMs: Math.max(0, loadMs - passed),
    progress: `loading ${model}, ${Math.round(passed / 1000)} s of about ${Math.round(loadMs / 1000)}`,
  };
}
