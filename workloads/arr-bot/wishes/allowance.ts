import * as z from "zod";
import type { Kept } from "../../kit/index.ts";

export const WEEK_MS = 7 * 24 * 60 * 60_000;

/** When each of Discord's people wished for something, within the last week. */
export const wished = z.object({ version: z.literal(1), people: z.record(z.string(), z.array(z.number())) });

export type Taken = { taken: true; left: number; at: number } | { taken: false; again: number };

/** How much everybody may wish for in a week. It is written before anybody is asked: a crash gives nobody anything. */
export class Allowance {
  readonly #kept: Kept<typeof wished>;
  readonly #most: number;

  constructor(kept: Kept<typeof wished>, most: number) {
    this.#kept = kept;
    this.#most = most;
  }

  async take(who: string, now = Date.now()): Promise<Taken> {
    const times = this.#of(who, now);
    const isTaken = times.length < this.#most;
    if (isTaken) times.push(now);
    this.#kept.value.people[who] = times;
    await this.#kept.keep();
    return isTaken
      ? { taken: true, left: this.#most - times.length, at: now }
      : { taken: false, again: Math.min(...times) + WEEK_MS };
  }

  /** A wish that came to nothing. */
  async giveBack(who: string, at: number): Promise<void> {
    const times = this.#kept.value.people[who] ?? [];
    const index = times.lastIndexOf(at);
    if (index >= 0) times.splice(index, 1);
    if (times.length === 0) delete this.#kept.value.people[who];
    await this.#kept.keep();
  }

  left(who: string, now = Date.now()): number {
    return Math.max(0, this.#most - this.#of(who, now).length);
  }

  /** A clock that was ahead has left times that are still to come: they count as now, so that nobody waits for years. */
  #of(who: string, now: number): number[] {
    const times = this.#kept.value.people[who] ?? [];
    return times.map((at) => Math.min(at, now)).filter((at) => at > now - WEEK_MS);
  }
}
