import { eq, sql } from "drizzle-orm";
import type { Log } from "../../kit/index.ts";
import { type Database, reasonOf } from "../database/index.ts";
import type { Preferences } from "./shapes.ts";
import { memoryPreferences } from "./table.ts";

const channel = "memory-preferences";

/** Who wants to be remembered always is known without asking the database at each request. */
export class PreferenceStore {
  readonly #database: Database;
  readonly #log: Log;
  readonly #stop: () => void;
  #always: ReadonlySet<string> = new Set();

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    const reload = () => void this.#reload();
    this.#stop = database.listen(channel, reload, reload);
    void database.ready.then(reload);
  }

  isAlways(person: string): boolean {
    return this.#always.has(person);
  }

  async get(person: string): Promise<Preferences> {
    const [row] = await this.#database.sql
      .select({ always: memoryPreferences.always, keep_days: memoryPreferences.keepDays })
      .from(memoryPreferences)
      .where(eq(memoryPreferences.person, person));
    return row ?? { always: false, keep_days: null };
  }

  async set(person: string, preferences: Preferences): Promise<Preferences> {
    const values = { always: preferences.always, keepDays: preferences.keep_days };
    await this.#database.sql
      .insert(memoryPreferences)
      .values({ person, ...values })
      .onConflictDoUpdate({ target: memoryPreferences.person, set: values });
    await this.changed();
    return preferences;
  }

  /** Some have changed, or gone. */
  async changed(): Promise<void> {
    await this.#reload();
    await this.#database.announce(channel, "");
  }

  close(): void {
    this.#stop();
  }

  async #reload(): Promise<void> {
    try {
      const rows = await this.#database.sql
        .select({ person: memoryPreferences.person })
        .from(memoryPreferences)
        .where(sql`${memoryPreferences.always}`);
      this.#always = new Set(rows.map(({ person }) => person));
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, "who wants to be remembered could not be read anew");
    }
  }
}
