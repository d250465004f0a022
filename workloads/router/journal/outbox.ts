import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import { type Database, FolderLock, reasonOf, untilDone } from "../database/index.ts";
import { Journal } from "./journal.ts";

const startsWithin = 15_000;
const closeWithin = 5_000;
const longestRest = 5_000;
/** Lines that a full disk did not take, kept until the database does. */
const mostInMemory = 16 * 1024 * 1024;

export interface OutboxSettings {
  /** Of this router alone. */
  folder: string;
  /** What the lines are, for the log. */
  what: string;
  /** In bytes: what is delivered at once, and what may wait. */
  atOnce: number;
  most: number;
  /** Milliseconds in which lines gather before they are delivered. */
  gathers: number;
  /** How much longer than a delivery the rest behind it is, as long as little waits. */
  rests: number;
  database: Pick<Database, "ready">;
  log: Log;
  /** Fails while the database is away, and is then given the same lines again: to do it twice must change nothing. */
  deliver(lines: readonly string[]): Promise<void>;
}

/** Lines on their way to the database: in a file at once, delivered when the database is there. */
export class Outbox {
  readonly #settings: OutboxSettings;
  readonly #journal: Journal;
  readonly #lock: FolderLock;
  readonly #closing = new AbortController();
  #inMemory: string[] = [];
  #bytesInMemory = 0;
  #delivering: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;
  #said: "half full" | "full" | undefined;

  /** Throws where another router uses the folder. */
  constructor(settings: OutboxSettings) {
    this.#settings = settings;
    this.#journal = new Journal(settings.folder, settings.atOnce);
    this.#lock = new FolderLock(join(settings.folder, "journal.lock"));
    void this.#keepDelivering();
  }

  /** Never throws and never waits: what was answered is not undone by its bookkeeping. False where it is lost. */
  post(line: string): boolean {
    const kept = this.#hasRoom() && this.#keep(line);
    this.#wake?.();
    return kept;
  }

  /** Delivers what was posted until now; fails when the database is away. */
  async flush(): Promise<void> {
    await this.#deliverClosed();
    // Only now: while the database is away, a new file with each attempt would soon be thousands.
    this.#journal.turn();
    await this.#deliverClosed();
    await this.#inTurn(() => this.#deliverFromMemory());
  }

  /** What an earlier router has left here, file by file. To be read before anything is delivered. */
  async *left(): AsyncGenerator<string[]> {
    for (const path of this.#journal.closed) yield this.#journal.read(path);
  }

  /** What the database does not take soon stays on disk for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake?.();
    const flushed = this.flush().catch(() => {});
    await Promise.race([flushed, sleep(closeWithin, undefined, { ref: false })]);
    this.#journal.turn();
    this.#lock.release();
  }

  async #keepDelivering(): Promise<void> {
    const { what, database, gathers, rests, most, log } = this.#settings;
    const { signal } = this.#closing;
    // A database that is just starting is no outage.
    await Promise.race([
      database.ready,
      sleep(startsWithin, undefined, { signal, ref: false }).catch(() => {}),
    ]);
    while (!signal.aborted) {
      await this.#somethingWaits();
      if (this.#journal.oldest === undefined) await sleep(gathers, undefined, { signal }).catch(() => {});
      let took = 0;
      const deliver = async () => {
        const began = performance.now();
        await this.#inTurn(() => this.#deliverSome());
        took = performance.now() - began;
      };
      await untilDone(`bring ${what} to the database`, deliver, log, signal);
      const rest = this.#journal.size > most / 2 ? 0 : Math.min(took * rests, longestRest);
      if (rest > 0) await sleep(rest, undefined, { signal }).catch(() => {});
    }
  }

  async #somethingWaits(): Promise<void> {
    if (this.#closing.signal.aborted || this.#journal.size > 0 || this.#inMemory.length > 0) return;
    this.#said = undefined;
    await new Promise<void>((wake) => {
      this.#wake = wake;
    });
    this.#wake = undefined;
  }

  #deliverSome(): Promise<void> {
    if (this.#journal.oldest === undefined) this.#journal.turn();
    return this.#journal.oldest === undefined ? this.#deliverFromMemory() : this.#deliverOldest();
  }

  async #deliverClosed(): Promise<void> {
    while (this.#journal.oldest !== undefined) await this.#inTurn(() => this.#deliverOldest());
  }

  /** A file goes only when its lines are delivered. */
  async #deliverOldest(): Promise<void> {
    const { oldest } = this.#journal;
    if (oldest === undefined) return;
    await this.#settings.deliver(await this.#journal.read(oldest));
    this.#journal.removeOldest();
  }

  async #deliverFromMemory(): Promise<void> {
    // A copy: more may come meanwhile.
    const lines = [...this.#inMemory];
    if (lines.length === 0) return;
    await this.#settings.deliver(lines);
    this.#inMemory = this.#inMemory.slice(lines.length);
    this.#bytesInMemory = this.#inMemory.reduce((sum, line) => sum + line.length, 0);
  }

  /** One delivery after the other, whoever asks for it. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#delivering = this.#delivering.catch(() => {}).then(work);
    return this.#delivering;
  }

  #keep(line: string): boolean {
    try {
      this.#journal.append(line);
      return true;
    } catch (error) {
      return this.#keepInMemory(line, error);
    }
  }

  #keepInMemory(line: string, error: unknown): boolean {
    const { what, folder, log } = this.#settings;
    if (this.#inMemory.length === 0)
      log.error({ reason: reasonOf(error), folder }, `${what} cannot be written to disk; free some space`);
    if (this.#bytesInMemory + line.length > mostInMemory) return false;
    this.#inMemory.push(line);
    this.#bytesInMemory += line.length;
    return true;
  }

  #hasRoom(): boolean {
    const { most } = this.#settings;
    const { size } = this.#journal;
    if (size > most / 2) this.#tellOfBacklog(size < most ? "half full" : "full");
    return size < most;
  }

  /** Once each: an outage of hours is two lines, not thousands. */
  #tellOfBacklog(how: "half full" | "full"): void {
    if (this.#said === how || this.#said === "full") return;
    this.#said = how;
    const { what, folder, log } = this.#settings;
    const megabytes = Math.round(this.#journal.size / 1024 / 1024);
    if (how === "half full")
      log.warn({ folder, megabytes }, `${what} piles up on disk until the database is back`);
    else log.error({ folder, megabytes }, `too much waits for the database: ${what} is lost from now on`);
  }
}
