import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { type Database, reasonOf } from "../database/index.ts";
import type { Log } from "../log.ts";
import type { Journal } from "./journal.ts";
import { columnNames } from "./row.ts";
import { usageRows } from "./table.ts";

const columns = sql.join(
  columnNames.map((name) => sql.identifier(name)),
  sql`, `,
);

/** Brings the journal's rows into the database: a file goes only when its rows are committed. */
export class Mover {
  readonly #journal: Journal;
  readonly #database: Database;
  readonly #rejected: string;
  readonly #log: Log;
  #moving: Promise<void> = Promise.resolve();

  constructor(journal: Journal, database: Database, folder: string, log: Log) {
    this.#journal = journal;
    this.#database = database;
    this.#rejected = join(folder, "rejected.lines");
    this.#log = log;
  }

  /** Moves all that was recorded until now; fails when the database does, and then nothing is lost. */
  move(): Promise<void> {
    const moving = this.#moving.catch(() => {}).then(() => this.#moveAll());
    this.#moving = moving;
    return moving;
  }

  /** Moves the oldest file, so that there is time to breathe between two. */
  moveOne(): Promise<void> {
    const moving = this.#moving
      .catch(() => {})
      .then(async () => {
        if (this.#journal.waiting.length === 0) this.#journal.turn();
        const [path] = this.#journal.waiting;
        if (path !== undefined) await this.#moveFile(path);
      });
    this.#moving = moving;
    return moving;
  }

  async #moveAll(): Promise<void> {
    await this.#moveWaiting();
    // Only now: while the database is away, a new file with each attempt would soon be thousands.
    this.#journal.turn();
    await this.#moveWaiting();
  }

  async #moveWaiting(): Promise<void> {
    for (let [path] = this.#journal.waiting; path !== undefined; [path] = this.#journal.waiting) {
      await this.#moveFile(path);
    }
  }

  async #moveFile(path: string): Promise<void> {
    const lines = await this.#journal.read(path);
    try {
      await this.#insert(lines);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await this.#oneByOne(lines);
    }
    this.#journal.remove(path);
  }

  /** One row that the database will never take must not hold up all others. */
  async #oneByOne(lines: string[]): Promise<void> {
    for (const line of lines) {
      try {
        await this.#insert([line]);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        appendFileSync(this.#rejected, `${line}\n`, { mode: 0o600 });
        this.#log.error(
          { reason: reasonOf(error), file: this.#rejected },
          "the database refused a row of usage",
        );
      }
    }
  }

  async #insert(lines: string[]): Promise<void> {
    if (lines.length === 0) return;
    // As text that only PostgreSQL reads: to build 20 parameters for each row would cost this thread far more.
    const rows = `[${lines.join(",")}]`;
    await this.#database.sql.execute(sql`
      INSERT INTO ${usageRows} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${usageRows}, ${rows}) ON CONFLICT DO NOTHING`);
  }
}

/** Whether it is the data that is wrong (SQLSTATE classes 22 and 23), so that trying again is no use. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown }).code;
  return typeof code === "string" && /^2[23]\w{3}$/.test(code);
}
