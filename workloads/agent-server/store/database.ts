import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Log } from "../../kit/index.ts";
import { hear, makePool, reasonOf, untilDone } from "../../kit/postgres/index.ts";
import { migrate } from "./migrations.ts";

export type Asks = Pick<pg.ClientBase, "query">;

const CHANNEL = "agent_runs";
const CLOSES_WITHIN_MS = 5_000;

/** The one place where runs are; found again whenever it was away. */
export class Database {
  /** Once it has its tables. */
  readonly ready: Promise<void>;
  isReady = false;
  readonly #pool: pg.Pool;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(run: string | undefined) => void>();

  constructor(url: string, log: Log) {
    const { signal } = this.#closing;
    this.#pool = makePool(
      "agent-server",
      { connectionString: url, max: 10, connectionTimeoutMillis: 5_000, query_timeout: 15_000 },
      log,
    );
    this.ready = untilDone("make the tables", () => migrate(this.#pool), log, signal).then(() => {
      this.isReady = true;
    });
    const tell = (run: string | undefined) => {
      for (const listener of this.#listeners) listener(run);
    };
    const hearing = {
      url,
      name: "agent-server",
      channel: CHANNEL,
      heard: tell,
      regained: () => tell(undefined),
    };
    void this.ready.then(() => hear(hearing, log, signal));
  }

  get asks(): Asks {
    return this.#pool;
  }

  /** Of every change of a run, whoever made it; undefined where any may have changed. Returns how to stop. */
  onChange(listener: (run: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async transaction<Result>(work: (asks: Asks) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    try {
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      client.release();
      return result;
    } catch (error) {
      // Nobody knows in what state it is: what is half done ends with its connection.
      client.release(true);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([this.#pool.end(), sleep(CLOSES_WITHIN_MS, undefined, { ref: false })]);
  }
}

/** Part of the transaction that changes the run: nobody hears of what then is not so. */
export async function tellOf(asks: Asks, run: string): Promise<void> {
  await asks.query("SELECT pg_notify($1, $2)", [CHANNEL, run]);
}

/** Whether it is the database that cannot serve now, and not what it was asked. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  // Its own refusals carry five characters; of these, the classes that mean that it cannot serve now.
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(08|25|40|53|55|57|58)/.test(code);
  return (
    typeof code === "string" ||
    /timeout|terminated|Connection|Client (was|has)|not queryable/i.test(reasonOf(error))
  );
}
