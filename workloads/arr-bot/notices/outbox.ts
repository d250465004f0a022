import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { type Kept, type Log, PeerProblem } from "../../kit/index.ts";
import { isPassing } from "../discord/index.ts";
import { type Heard, type Notice, notice } from "./notice.ts";

const waiting = notice.extend({ nonce: z.string() });
export type Waiting = z.output<typeof waiting>;

export const box = z.object({
  version: z.literal(1),
  waiting: z.array(waiting),
  /** Keys of what was told, the oldest first. */
  told: z.array(z.string()),
});

const MOST_WAITING = 500;
const REMEMBERED = 5_000;
const MOST_LINES = 200;
const PAUSE_MS = 5_000;
const LONG_PAUSE_MS = 60_000;
/** Whatever a peer says: it may be wrong. */
const LONGEST_PAUSE_MS = 15 * 60_000;

export interface OutboxOptions {
  kept: Kept<typeof box>;
  log: Log;
  /** How long it waits for more of the same, such as the episodes of a season. */
  gatherMs: number;
  pauseMs?: number;
}

/**
 * What is to be told, until it has been: it is on disk before anybody hears that it was taken. What was told is known by its
 * keys and not by the time, so that no clock makes it new again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  /** When each may go, by a clock that nobody sets. What is from before this start has waited long enough. */
  readonly #due = new Map<string, number>();
  #sending: Waiting | undefined;
  #problem: string | undefined;
  /** Nothing is told before, whatever else comes in. */
  #pausedUntil = 0;
  #wake = () => {};
  lost = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get #box() {
    return this.#options.kept.value;
  }

  get size(): number {
    return this.#box.waiting.length;
  }

  /** Why nobody hears of it at present. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Says what became of it. */
  async take({ notice, forget = [] }: Heard): Promise<"waits" | "known" | "nothing"> {
    this.#box.told = this.#box.told.filter((key) => !forget.includes(key));
    const outcome = notice ? this.#add(notice) : "nothing";
    if (outcome === "waits" || forget.length > 0) await this.#options.kept.keep();
    return outcome;
  }

  /** Tells one after the other, in the order in which they came. */
  async run(tell: (notice: Waiting) => Promise<void>, signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => this.#wake());
    while (!signal.aborted) {
      const pause = await this.#next(tell);
      if (pause > 0 && !signal.aborted) await this.#rest(pause);
    }
  }

  #add(notice: Notice): "waits" | "known" {
    const { told, waiting } = this.#box;
    const isKnown = (key: string) => told.includes(key) || waiting.some(({ keys }) => keys.includes(key));
    if (notice.keys.some(isKnown)) return "known";
    const together = waiting.find(
      (each) => notice.thread !== undefined && each.thread === notice.thread && each !== this.#sending,
    );
    if (together && together.lines.length < MOST_LINES) {
      together.keys.push(...notice.keys);
      together.lines.push(...notice.lines);
      return "waits";
    }
    const nonce = randomBytes(12).toString("hex");
    waiting.push({ ...notice, nonce });
    this.#due.set(nonce, performance.now() + (notice.thread === undefined ? 0 : this.#options.gatherMs));
    if (waiting.length > MOST_WAITING) this.#drop(waiting.find((each) => each !== this.#sending));
    this.#wake();
    return "waits";
  }

  /** Says how long there is nothing to do. */
  async #next(tell: (notice: Waiting) => Promise<void>): Promise<number> {
    const now = performance.now();
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    const due = ({ nonce }: Waiting) => this.#due.get(nonce) ?? 0;
    const next = this.#box.waiting.find((each) => due(each) <= now);
    if (!next)
      return Math.max(1, Math.min(LONG_PAUSE_MS, ...this.#box.waiting.map((each) => due(each) - now)));
    this.#sending = next;
    try {
      await tell(next);
      this.#remember(next.keys);
      this.#drop(next, false);
      if (this.#problem !== undefined) this.#options.log.info("Discord hears of what has come again");
      this.#problem = undefined;
      return 0;
    } catch (problem) {
      this.#pausedUntil = performance.now() + this.#failed(next, problem);
      return 0;
    } finally {
      this.#sending = undefined;
      await this.#options.kept.keep();
    }
  }

  /** What Discord will never take is let go of: it would keep all others waiting. */
  #failed(notice: Waiting, problem: unknown): number {
    const said = problem instanceof Error ? problem.message : String(problem);
    const { log, pauseMs = PAUSE_MS } = this.#options;
    if (problem instanceof PeerProblem && problem.status === 400) {
      log.error({ problem: said }, "Discord does not take this as a message: it is not told");
      this.#drop(notice);
      return 0;
    }
    if (this.#problem === undefined)
      log.warn({ problem: said }, "what has come cannot be told at present: it waits");
    this.#problem = said;
    if (!(problem instanceof PeerProblem)) return pauseMs;
    // A token or a channel that is wrong is mended by a person, and not within seconds.
    const pause = isPassing(problem) ? pauseMs : pauseMs * 12;
    return Math.max(pause, Math.min((problem.retryAfter ?? 0) * 1_000, LONGEST_PAUSE_MS));
  }

  #drop(notice: Waiting | undefined, isLost = true): void {
    const index = notice ? this.#box.waiting.indexOf(notice) : -1;
    if (!notice || index < 0) return;
    this.#box.waiting.splice(index, 1);
    this.#due.delete(notice.nonce);
    if (isLost) this.lost += 1;
  }

  #remember(keys: string[]): void {
    this.#box.told.push(...keys);
    this.#box.told.splice(0, this.#box.told.length - REMEMBERED);
  }

  async #rest(ms: number): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await sleep(ms, undefined, { signal: woken.signal }).catch(() => {});
    this.#wake = () => {};
  }
}
