import { HTTPException } from "hono/http-exception";
import type pg from "pg";
import type { Log } from "../../kit/index.ts";
import { makePool, reasonOf, untilDone } from "../../kit/postgres/index.ts";
import { steps } from "./tables.ts";

/** Asks within one transaction, in one person's name. */
export type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** The database is away: a person is told so, and that nothing is lost. */
export class StoreAway extends HTTPException {
  constructor() {
    super(503, {
      message:
        "My memory does not answer just now. Nothing that was kept is lost; please try again in a minute.",
    });
  }
}

/** Any number that nobody else takes. */
const LOCK = 20_131_001;

/** What is kept of everybody: nothing is ever asked of it but in somebody's name. */
export class Store {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #closing = new AbortController();
  readonly ready: Promise<void>;
  #waitsFor: string | undefined = "the database does not answer yet";

  constructor(url: string, log: Log) {
    this.#log = log;
    this.#pool = makePool(
      "family-assistant",
      { connectionString: url, max: 8, connectionTimeoutMillis: 5_000 },
      log,
    );
    this.ready = untilDone("prepare the database", () => this.#prepare(), log, this.#closing.signal);
  }

  /** A sentence, until it can be used. */
  get waitsFor(): string | undefined {
    return this.#waitsFor;
  }

  /** All of it or nothing, and nobody's but this person's and the house's. */
  async as<T>(person: string, work: (query: Query) => Promise<T>): Promise<T> {
    if (this.#waitsFor !== undefined) throw new StoreAway();
    return this.#within(async (client) => {
      await client.query("SELECT set_config('family.person', $1, true)", [person]);
      return work(async (text, values = []) => (await client.query(text, [...values])).rows);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pool.end();
  }

  async #within<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#connected();
    let broken: Error | undefined;
    // The statement that waits is told, too; unheard, this would end the process.
    const lose = (lost: Error) => {
      broken = lost;
    };
    client.on("error", lose);
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(lose);
      throw this.#told(error);
    } finally {
      // With an error, the connection is thrown away: nobody may inherit what is half done, or whose name it bears.
      client.off("error", lose);
      client.release(broken);
    }
  }

  async #connected(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    if (!isAway(error)) return error;
    this.#log.warn({ reason: reasonOf(error) }, "the database is away");
    return new StoreAway();
  }

  async #prepare(): Promise<void> {
    await this.#within(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
      await this.#refuseRoot(client);
      await client.query("CREATE TABLE IF NOT EXISTS steps (number integer PRIMARY KEY)");
      const { rows } = await client.query("SELECT coalesce(max(number), 0) AS done FROM steps");
      for (let number = rows[0].done; number < steps.length; number += 1) {
        await client.query(steps[number] ?? "");
        await client.query("INSERT INTO steps VALUES ($1)", [number + 1]);
      }
    });
    this.#waitsFor = undefined;
  }

  /** PostgreSQL hides nothing from such a user: people would not be kept apart. */
  async #refuseRoot(client: pg.PoolClient): Promise<void> {
    const { rows } = await client.query(
      "SELECT rolsuper OR rolbypassrls AS sees_all FROM pg_roles WHERE rolname = current_user",
    );
    if (!rows[0].sees_all) return;
    this.#waitsFor = "the user of DATABASE_URL may see everything: give this program one of its own";
    throw new Error(this.#waitsFor);
  }
}

/** No answer, or one that means that it cannot serve now; a mistake of ours has another number. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof HTTPException) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return /^(08|53|57)...$|^E[A-Z]+$/.test(code);
  return /timeout|terminated|ended/i.test(error.message);
}
