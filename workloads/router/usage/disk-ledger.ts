import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../../kit/index.ts";
import { type Database, reasonOf } from "../database/index.ts";
import { Outbox } from "../journal/index.ts";
import { insertRows } from "./insert.ts";
import { forgetUsage } from "./retention.ts";
import { rowLine } from "./row.ts";
import type { Ledger, Usage } from "./usage.ts";

/** What goes to the database in one statement: little where it holds up the requests meanwhile. */
const atOnce = { shared: 512 * 1024, embedded: 48 * 1024 };
/** More than a million requests; with what the memory may keep waiting, less than a pod is given. */
const most = 512 * 1024 * 1024;
const gathers = 1_000;
/**
 * An embedded database works on the same processors as the requests. It gets a tenth of one of them: rows that come
 * later to it are still safe on disk.
 */
const rests = 9;
const forgetPeriod = 3_600_000;

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
  readonly #outbox: Outbox;
  readonly #closing = new AbortController();
  readonly #forgetting: Promise<void>;

  /** Throws where another router uses the folder. */
  constructor({ folder, database, log, retentionDays }: LedgerSettings) {
    const own = join(folder, "usage");
    const rejected = join(own, "rejected.lines");
    this.#outbox = new Outbox({
      folder: own,
      what: "usage",
      atOnce: database.shared ? atOnce.shared : atOnce.embedded,
      most,
      gathers,
      rests: database.shared ? 0 : rests,
      database,
      log,
      deliver: (rows) => insertRows(rows, { database, rejected, log }),
    });
    this.#forgetting = this.#keepForgetting(database, retentionDays, log);
  }

  /** Never throws and never waits: a request that was answered is not undone by its bookkeeping. */
  record(usage: Usage): void {
    this.#outbox.post(rowLine(usage));
  }

  /** Brings to the database what was recorded until now; fails when it is away. */
  flush(): Promise<void> {
    return this.#outbox.flush();
  }

  /** What the database does not take soon stays on disk for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#outbox.close(), this.#forgetting]);
  }

  async #keepForgetting(database: Database, days: number | undefined, log: Log): Promise<void> {
    const { signal } = this.#closing;
    if (days === undefined) return;
    await Promise.race([database.ready, once(signal, "abort")]);
    while (!signal.aborted) {
      const forgotten = forgetUsage(database, days);
      await forgotten.catch((error) => log.warn({ reason: reasonOf(error) }, "cannot remove old usage yet"));
      await sleep(forgetPeriod, undefined, { signal }).catch(() => {});
    }
  }
}
