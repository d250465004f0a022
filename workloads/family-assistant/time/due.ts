import { between, nextAfter, type Rhythm } from "./rhythm.ts";

/** A reminder as it stands: when it comes next, and when it came last. */
export interface Standing extends Rhythm {
  nextAt: Date | null;
  toldAt: Date | null;
}

/** What is to be done about it now. */
export type Step =
  | { do: "tell"; due: Date; missed: number; nextAt: Date | null }
  | { do: "mend"; nextAt: Date | null }
  | { do: "nothing" };

/** A clock that is corrected goes back by less, and one that was wrong by more. */
const WRONG_MS = 3_600_000;

/**
 * However long nobody looked, somebody is told once, of the latest time, with how many went by before it. Where the clock
 * was ahead when somebody was told, and is right now, what comes next is counted anew: it would else wait for years.
 */
export function stepOf(reminder: Standing, zone: string, now: Date): Step {
  const { nextAt, toldAt, every } = reminder;
  if (toldAt && every && toldAt.getTime() - now.getTime() > WRONG_MS)
    return { do: "mend", nextAt: nextAfter(reminder, zone, now) ?? null };
  if (!nextAt || nextAt.getTime() > now.getTime()) return { do: "nothing" };
  const times = between(reminder, zone, nextAt, new Date(now.getTime() + 1));
  return {
    do: "tell",
    due: times.at(-1) ?? nextAt,
    missed: Math.max(0, times.length - 1),
    nextAt: every ? (nextAfter(reminder, zone, now) ?? null) : null,
  };
}
