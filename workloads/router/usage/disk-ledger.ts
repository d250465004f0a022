import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, FolderLock, reasonOf } from "../database/index.ts";
import type { Log } from "../log.ts";
import { Journal } from "./journal.ts";
import { Mover } from "./mover.ts";
import { forgetUsage } from "./retention.ts";
import { rowLine } from "./row.ts";
import type { Ledger, Usage } from "./usage.ts";

const movePeriod = 1_000;
const startsWithin = 15_000;
/** What goes to the database in one statement: little where it holds up the requests meanwhile. */
const moved = { shared: 512 * 1024, embedded: 48 * 1024 };
/** How much longer than a move the pause behind it is. */
const restFactor = 9;
/** Some minutes of more requests than any house has. */
const mostWaiting = 256 * 1024 * 1024;
const forgetPeriod = 3_600_000;
const closeWithin = 5_000;
/** Lines that a full disk did not take, kept until it does. */
const mostUnwritten = 10_000;
const firstWarning = 64 * 1024 * 1024;

export interface LedgerSettings {
  /** Of this router alone. */
  folder: string;
  database: Database;
  log: Log;
  /** Rows are removed at this age; without it they stay for ever. */
  retentionDays?: number | undefined;
}

/** Usage on its way: into a journal at once, from there to the database when it is there. */
export class DiskLedger implements Ledger {
  readonly #settings: LedgerSettings;
  readonly #lock: FolderLock;
  readonly #journal: Journal;
  readonly #mover: Mover;
  readonly #closing = new AbortController();
  readonly #running: Promise<unknown>;
  #unwritten: string[] = [];
  #warnAt = firstWarning;

  /** Throws where another router uses the folder. */
  constructor(settings: LedgerSettings) {
    const { database, log } = settings;
    const folder = join(settings.folder, "usage");
    this.#settings = { ...settings, folder };
    this.#journal = new Journal(folder, database.shared ? moved.shared : moved.embedded);
    this.#lock = new FolderLock(join(folder, "usage.lock"));
    this.#mover = new Mover(this.#journal, database, folder, log);
    this.#running = Promise.all([this.#keepMoving(), this.#keepForgetting()]);
  }

  /** Never throws and never waits: a request that was answered is not undone by its bookkeeping. */
  record(usage: Usage): void {
    const line = rowLine(usage);
    try {
      this.#journal.append(line);
    } catch (error) {
      this.#keepInMemory(line, error);
    }
  }

  /** Brings to the database what was recorded until now; fails when it is away. */
  async flush(): Promise<void> {
    this.#writeUnwritten();
    await this.#mover.move();
  }

  /** What the database does not take soon stays on disk for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    const flushed = this.#running.then(() => this.flush()).catch(() => {});
    await Promise.race([flushed, sleep(closeWithin, undefined, { ref: false })]);
    this.#journal.turn();
    this.#lock.release();
  }

  async #keepMoving(): Promise<void> {
    const { log } = this.#settings;
    const { signal } = this.#closing;
    let said = "";
    // A database that is just starting is no outage.
    await Promise.race([
      this.#settings.database.ready,
      sleep(startsWithin, undefined, { signal, ref: false }),
    ]).catch(() => {});
    let rest = movePeriod;
    while (!signal.aborted) {
      await sleep(rest, undefined, { signal }).catch(() => {});
      const began = performance.now();
      try {
        await this.#moveSome();
        if (said) log.info("the database takes usage again");
        said = "";
        this.#warnAt = firstWarning;
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== said)
          log.warn({ reason }, "the database takes no usage; it is kept on disk meanwhile");
        said = reason;
        this.#warnOfBacklog();
      }
      const more = this.#journal.waiting.length > 0 && said === "";
      rest = Math.max(more ? 0 : movePeriod, (performance.now() - began) * restFactor);
    }
  }

  /**
   * An embedded database works on the same processors as the requests. It gets a tenth of one of them as long as what
   * waits is little: rows that come later to it are still safe on disk.
   */
  async #moveSome(): Promise<void> {
    if (this.#settings.database.shared || this.#journal.size() > mostWaiting) return this.flush();
    this.#writeUnwritten();
    await this.#mover.moveOne();
  }

  async #keepForgetting(): Promise<void> {
    const { database, retentionDays, log } = this.#settings;
    const { signal } = this.#closing;
    if (retentionDays === undefined) return;
    await Promise.race([database.ready, once(signal, "abort")]);
    while (!signal.aborted) {
      const forgotten = forgetUsage(database, retentionDays);
      await forgotten.catch((error) => log.warn({ reason: reasonOf(error) }, "cannot remove old usage yet"));
      await sleep(forgetPeriod, undefined, { signal }).catch(() => {});
    }
  }

  #keepInMemory(line: string, error: unknown): void {
    if (this.#unwritten.length === 0) {
      const { folder, log } = this.#settings;
      log.error({ reason: reasonOf(error), folder }, "usage cannot be written to disk; free some space");
    }
    if (this.#unwritten.length < mostUnwritten) this.#unwritten.push(line);
  }

  #writeUnwritten(): void {
    const lines = this.#unwritten;
    this.#unwritten = [];
    for (const [index, line] of lines.entries()) {
      try {
        this.#journal.append(line);
      } catch {
        this.#unwritten = lines.slice(index);
        return;
      }
    }
  }

  #warnOfBacklog(): void {
    const bytes = this.#journal.size();
    if (bytes < this.#warnAt) return;
    this.#warnAt = bytes * 2;
    const { folder, log } = this.#settings;
    const megabytes = Math.round(bytes / 1024 / 1024);
    log.warn({ folder, megabytes }, "usage piles up on disk until the database is back");
  }
}
