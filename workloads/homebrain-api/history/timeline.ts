import type { State } from "../house/index.ts";

/** From when on something was so. */
export interface Since {
  at: number;
  state: State;
}

const DAY_MS = 86_400_000;
export const KEPT_MS = 31 * DAY_MS;
/** Of what changes all the time: the last so many changes. */
const MOST = 500;

/** Adds what is new, and lets go of what is too old; a clock that goes back makes nothing happen before what was. */
export function added(line: readonly Since[], { at, state }: Since): Since[] {
  const last = line.at(-1);
  if (last?.state === state) return [...line];
  const when = Math.max(at, last?.at ?? at);
  const all = [...line, { at: when, state }];
  // The last one before the time that is kept says how that time began.
  const first = all.findLastIndex((each) => each.at <= when - KEPT_MS);
  return all.slice(Math.max(first, all.length - MOST, 0));
}

/** How much of the time in which anything is known it was up; nothing where nothing is. */
export function uptime(line: readonly Since[], now: number, span: number): number | null {
  let [up, known] = [0, 0];
  line.forEach(({ at, state }, index) => {
    const begin = Math.max(at, now - span);
    const length = Math.min(line[index + 1]?.at ?? now, now) - begin;
    if (length <= 0 || state === "unknown" || state === "resting") return;
    known += length;
    if (state === "up") up += length;
  });
  return known > 0 ? up / known : null;
}

export const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };
