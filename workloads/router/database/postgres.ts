import { setTimeout as sleep } from "node:timers/promises";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type pg from "pg";
import type { Log } from "../../kit/index.ts";
import { makePool, untilDone } from "../../kit/postgres/index.ts";
import { Announcements, announce, hearAll } from "./announcements.ts";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";

const closeWithin = 5_000;

/** A server of its own, which several routers may share. */
export class PostgresDatabase implements Database {
  readonly sql: NodePgDatabase;
  readonly shared = true;
  readonly ready: Promise<void>;
  readonly #pool: pg.Pool;
  readonly #announcements = new Announcements();
  readonly #closing = new AbortController();

  constructor(url: string, log: Log) {
    this.#pool = makePool("router", { connectionString: url, max: 10, connectionTimeoutMillis: 5_000 }, log);
    this.sql = drizzle(this.#pool);
    const { signal } = this.#closing;
    this.ready = untilDone("migrate the database", () => migrate(this.sql), log, signal);
    void hearAll(url, this.#announcements, log, signal);
  }

  announce(channel: string, payload: string): Promise<void> {
    return announce(this.#pool, channel, payload);
  }

  listen(channel: string, heard: (payload: string) => void, regained?: () => void): () => void {
    return this.#announcements.listen(channel, heard, regained);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // A server that hangs would hold its last queries, and us, for as long as they may take.
    await Promise.race([this.#pool.end(), sleep(closeWithin, undefined, { ref: false })]);
  }
}
