import { join } from "node:path";
import type { Log } from "../../kit/index.ts";
import { type Database, reasonOf } from "../database/index.ts";
import { Fault } from "../http/fault.ts";
import { Outbox } from "../journal/index.ts";
import { longestWait } from "./deletion.ts";
import { sqlState } from "./store.ts";
import type { KeptTurn } from "./turn.ts";
import { Waiting } from "./waiting.ts";

/** What is tried again as a whole when the database goes away in the midst of it. */
const atOnce = 256 * 1024;
/** Some hundred thousand turns; with what usage may keep waiting, less than a pod is given. */
const most = 256 * 1024 * 1024;
// A person reads for longer than this before the next question, so only a database that is away makes one wait.
const settleWithin = 3_000;

export interface WriterSettings {
  /** Of this router alone. */
  folder: string;
  database: Pick<Database, "ready">;
  write(turn: KeptTurn): Promise<void>;
  log: Log;
}

/** Writes turns after their answers, in their order: from a journal, so that a crash or an outage loses none. */
export class Writer {
  readonly #settings: WriterSettings;
  readonly #outbox: Outbox;
  readonly #waiting = new Waiting();
  /** Until it is known whose turns an earlier router has left. */
  #finding: Promise<void> | undefined;

  constructor(settings: WriterSettings) {
    const { folder, database, log } = settings;
    this.#settings = settings;
    this.#outbox = new Outbox({
      folder: join(folder, "turns"),
      what: "what is remembered of conversations",
      atOnce,
      most,
      // Whoever asks next must find what was answered a moment ago.
      gathers: 0,
      rests: 0,
      database,
      log,
      deliver: (lines) => this.#writeAll(lines),
    });
    this.#finding = this.#findLeft();
  }

  /** On disk when it returns. */
  add(turn: KeptTurn): void {
    if (this.#outbox.post(JSON.stringify(turn))) this.#waiting.add(turn.turn);
    else this.#settings.log.error({ id: turn.turn.id }, "a turn is not remembered: there is no room for it");
  }

  /** Until what a person has said so far can be read; throws a Fault when that takes too long. */
  async settled(person: string, signal: AbortSignal): Promise<void> {
    const none = () => this.#waiting.none(person);
    const written = this.#finding?.then(none) ?? none();
    if (!written) return;
    const over = AbortSignal.any([signal, AbortSignal.timeout(settleWithin)]);
    const isSettled = await Promise.race([written.then(() => true), ended(over)]);
    signal.throwIfAborted();
    if (isSettled) return;
    throw new Fault({
      status: 503,
      kind: "overloaded",
      code: "memory_unavailable",
      message: "What was said before is not written yet: the database is away. Try again in some seconds.",
      retryAfter: 5,
    });
  }

  /** What cannot be written soon waits for the next start. */
  async close(): Promise<void> {
    await this.#outbox.close();
    const { size: turns } = this.#waiting;
    if (turns > 0) this.#settings.log.warn({ turns }, "turns wait on disk until the next start");
  }

  async #findLeft(): Promise<void> {
    try {
      for await (const lines of this.#outbox.left())
        for (const line of lines) {
          const kept = readTurn(line);
          if (kept) this.#waiting.add(kept.turn);
        }
    } catch (error) {
      this.#settings.log.error({ reason: reasonOf(error) }, "what an earlier router has left cannot be read");
    }
    this.#finding = undefined;
  }

  async #writeAll(lines: readonly string[]): Promise<void> {
    await this.#finding;
    for (const line of lines) {
      const kept = readTurn(line);
      if (kept) {
        await this.#write(kept);
        this.#waiting.done(kept.turn);
      } else this.#settings.log.error("a line that is no turn is dropped: who has written it?");
    }
  }

  async #write(kept: KeptTurn): Promise<void> {
    const { write, log } = this.#settings;
    const { id, at } = kept.turn;
    if (at < Date.now() - longestWait) {
      log.error(
        { id },
        "a turn is not remembered: nobody knows any more what was deleted since it was asked",
      );
      return;
    }
    try {
      await write(kept);
    } catch (error) {
      if (!isHopeless(error)) throw error;
      log.error({ id, reason: reasonOf(error) }, "a turn cannot be remembered");
    }
  }
}

/**
 * The database has understood and refused, or the mistake is ours: trying again changes nothing, and would keep all
 * other turns waiting.
 */
function isHopeless(error: unknown): boolean {
  const ours = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  // 42P01: the database is back, but the migrations are not in yet.
  return ours || /^(22|23|42(?!P01)|54|08P01)/.test(sqlState(error) ?? "");
}

/** Undefined for what no router writes: it must not hold up all that stands behind it. */
function readTurn(line: string): KeptTurn | undefined {
  try {
    const kept: KeptTurn = JSON.parse(line);
    const { id, at, caller } = kept.turn;
    return id && at && caller.person ? kept : undefined;
  } catch {
    return undefined;
  }
}

function ended(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    else signal.addEventListener("abort", () => resolve(false), { once: true });
  });
}
