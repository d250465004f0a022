import { setTimeout as sleep } from "node:timers/promises";
import { type Database, reasonOf } from "../database/index.ts";
import type { Log } from "../log.ts";
import type { ToolAudit } from "./audit.ts";
import { toolCalls } from "./table.ts";

const EVERY_MS = 1_000;
/** As many as a statement takes comfortably. */
const AT_ONCE = 500;
/** What waits for a database that is away; the log has every call as well. */
const MOST_WAITING = 10_000;

/** Which tools were called, by whom: into the log at once, into the database in the background. */
export class ToolRecords {
  #database: Database;
  #log: Log;
  #waiting: ToolAudit[] = [];
  #closing = new AbortController();
  #moving: Promise<void>;
  #said = "";

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#moving = this.#keepMoving();
  }

  record(audit: ToolAudit): void {
    this.#log.info({ ...audit }, "a tool was called");
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(audit);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#moving;
    await this.#move();
  }

  async #keepMoving(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await sleep(EVERY_MS, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
      await this.#move();
    }
  }

  async #move(): Promise<void> {
    while (this.#waiting.length > 0) {
      const some = this.#waiting.slice(0, AT_ONCE);
      try {
        await this.#database.sql
          .insert(toolCalls)
          .values(some.map((audit) => ({ ...audit, ms: Math.round(audit.ms) })))
          .onConflictDoNothing();
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== this.#said) this.#log.warn({ reason }, "calls of tools are not in the database yet");
        this.#said = reason;
        return;
      }
      this.#said = "";
      this.#waiting.splice(0, some.length);
    }
  }
}
