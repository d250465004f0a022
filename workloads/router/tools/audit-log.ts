import type { Log } from "../../kit/index.ts";
import type { Database } from "../database/index.ts";
import type { RecordAudit, ToolAudit } from "./audit.ts";
import { toolCalls } from "./table.ts";

const PAUSE = 1_000;
const MOST_AT_ONCE = 500;
const MOST_WAITING = 20_000;

/** Writes the records of calls to the database a second later, and waits for one that is away. */
export class AuditLog {
  readonly #database: Database;
  readonly #log: Log;
  #waiting: ToolAudit[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #lost = 0;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  readonly record: RecordAudit = (audit) => {
    this.#waiting.push(audit);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#lost += 1;
    }
    this.#timer ??= setTimeout(() => this.#write(), PAUSE).unref();
  };

  /** Tries once more, and leaves what then cannot be written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    clearTimeout(this.#timer);
    await this.#write();
    clearTimeout(this.#timer);
  }

  #write(): Promise<void> {
    this.#timer = undefined;
    this.#writing = this.#flush();
    return this.#writing;
  }

  async #flush(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const rows = this.#waiting.slice(0, MOST_AT_ONCE);
        // One that was written before the connection broke is there already.
        await this.#database.sql.insert(toolCalls).values(rows).onConflictDoNothing();
        const written = new Set(rows);
        this.#waiting = this.#waiting.filter((audit) => !written.has(audit));
      }
      if (this.#lost > 0) this.#log.warn({ lost: this.#lost }, "records of tool calls are lost");
      this.#lost = 0;
    } catch {
      // The database's own part says that it is away.
      this.#timer ??= setTimeout(() => this.#write(), PAUSE * 5).unref();
    }
  }
}
