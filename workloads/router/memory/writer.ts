import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../database/index.ts";
import { Fault } from "../http/fault.ts";
import type { Log } from "../log.ts";
import { tokensOf } from "./message.ts";
import { sqlState } from "./store.ts";
import type { FinishedTurn } from "./turn.ts";

// What piles up while the database is away: at three requests a second, some minutes.
const mostWaiting = 1_000;
const mostBytes = 64 * 1024 * 1024;
const longestPause = 5_000;
// A person reads for longer than this before the next question, so only a database that is away makes one wait.
const settleWithin = 3_000;
// For a statement that a frozen server never answers.
const lastTryMs = 1_000;

interface Waiting {
  turn: FinishedTurn;
  bytes: number;
  done(): void;
}

/** Writes turns after their answers, one after the other, and tries again while the database is away. */
export class Writer {
  readonly #write: (turn: FinishedTurn) => Promise<void>;
  readonly #log: Log;
  readonly #queue: Waiting[] = [];
  /** When the latest turn of each person will be written. */
  readonly #latest = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  #bytes = 0;
  #running: Promise<void> | undefined;

  constructor(write: (turn: FinishedTurn) => Promise<void>, log: Log) {
    this.#write = write;
    this.#log = log;
  }

  add(turn: FinishedTurn): void {
    const bytes = sizeOf(turn);
    if (this.#queue.length >= mostWaiting || this.#bytes + bytes > mostBytes) {
      this.#log.error(
        { waiting: this.#queue.length },
        "a turn is not remembered: too many wait for the database",
      );
      return;
    }
    const { person } = turn.turn.caller;
    const written = new Promise<void>((done) => this.#queue.push({ turn, bytes, done }));
    this.#bytes += bytes;
    this.#latest.set(person, written);
    written.then(() => {
      if (this.#latest.get(person) === written) this.#latest.delete(person);
    });
    this.#running ??= this.#run();
  }

  /** Until what a person has said so far can be read; throws a Fault when that takes too long. */
  async settled(person: string, signal: AbortSignal): Promise<void> {
    const latest = this.#latest.get(person);
    if (!latest) return;
    const over = AbortSignal.any([signal, AbortSignal.timeout(settleWithin)]);
    const written = await Promise.race([latest.then(() => true), ended(over)]);
    signal.throwIfAborted();
    if (written) return;
    throw new Fault({
      status: 503,
      kind: "overloaded",
      code: "memory_unavailable",
      message: "What was said before is not written yet: the database is away. Try again in some seconds.",
      retryAfter: 5,
    });
  }

  /** Writes what waits, for as long as that may take at a shutdown. */
  async close(withinMs = 5_000): Promise<void> {
    await Promise.race([this.#running, sleep(withinMs, undefined, { ref: false })]);
    this.#closing.abort();
    await Promise.race([this.#running, sleep(lastTryMs, undefined, { ref: false })]);
    if (this.#queue.length > 0) this.#log.error({ turns: this.#queue.length }, "turns are not remembered");
  }

  async #run(): Promise<void> {
    for (let next = this.#queue[0]; next && (await this.#tryLong(next.turn)); next = this.#queue[0]) {
      this.#queue.shift();
      this.#bytes -= next.bytes;
      next.done();
    }
    this.#running = undefined;
  }

  /** Whether it is over and done with, one way or the other; false when the router closes first. */
  async #tryLong(turn: FinishedTurn): Promise<boolean> {
    let said = "";
    for (let pause = 100; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        await this.#write(turn);
        return true;
      } catch (error) {
        const reason = reasonOf(error);
        if (isHopeless(error)) {
          this.#log.error({ id: turn.turn.id, reason }, "a turn cannot be remembered");
          return true;
        }
        if (this.#closing.signal.aborted) return false;
        // Once for each reason: an outage of hours is one line, not thousands.
        if (reason !== said) this.#log.warn({ reason }, "turns wait for the database");
        said = reason;
      }
      await sleep(pause, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }
}

/**
 * The database has understood and refused, or the mistake is ours: trying again changes nothing, and would keep all
 * other turns waiting.
 */
function isHopeless(error: unknown): boolean {
  const ours = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  return ours || /^(22|23|42|54|08P01)/.test(sqlState(error) ?? "");
}

function ended(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    else signal.addEventListener("abort", () => resolve(false), { once: true });
  });
}

/** About four letters make a token; to write everything out for a better number would take too long. */
function sizeOf({ turn, answer, response }: FinishedTurn): number {
  const entries = turn.entries.reduce((sum, { tokens }) => sum + tokens, 0);
  const rest = response ? tokensOf(response.input) + tokensOf(response.response) : 0;
  return 4 * (entries + tokensOf(answer) + rest);
}
