import { chmodSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type pg from "pg";
import type { Log } from "../../kit/index.ts";
import { SettingsProblem } from "../../kit/index.ts";
import { makePool, untilDone } from "../../kit/postgres/index.ts";
import { Announcements } from "./announcements.ts";
import type { Database } from "./database.ts";
import { FolderLock } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";
import { PgliteThread } from "./pglite-thread.ts";

/** As `pg` looks for it. */
const socketName = ".s.PGSQL.5432";
/** What macOS takes; Linux takes four more. */
const longestSocketPath = 103;

/** PGlite in a thread, so that the thread that relays streams never waits for a query. */
export class EmbeddedDatabase implements Database {
  readonly sql: NodePgDatabase;
  readonly shared = false;
  readonly ready: Promise<void>;
  readonly #pool: pg.Pool;
  readonly #lock: FolderLock;
  readonly #thread: PgliteThread;
  readonly #announcements = new Announcements();
  readonly #closing = new AbortController();

  /** Throws where another router uses the folder: PGlite would destroy its data. */
  constructor(path: string, log: Log) {
    const folder = socketFolder(path);
    this.#lock = new FolderLock(join(folder, "database.lock"));
    const data = {
      from: import.meta.url,
      folder: join(folder, "database"),
      socket: join(folder, socketName),
    };
    this.#thread = new PgliteThread(data, log);
    this.#pool = makePool(
      "router",
      {
        host: folder,
        user: "postgres",
        database: "postgres",
        // PGlite is one session. A second connection would find the first one's transaction open, and wait in it.
        max: 1,
        // Counts the time in the queue for that one connection.
        connectionTimeoutMillis: 30_000,
      },
      log,
    );
    this.sql = drizzle(this.#pool);
    this.ready = this.#start(log);
  }

  async announce(channel: string, payload: string): Promise<void> {
    this.#announcements.tell({ channel, payload });
  }

  listen(channel: string, heard: (payload: string) => void, regained?: () => void): () => void {
    return this.#announcements.listen(channel, heard, regained);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pool.end();
    await this.#thread.close();
    this.#lock.release();
  }

  async #start(log: Log): Promise<void> {
    await this.#thread.serves;
    await untilDone("migrate the database", () => migrate(this.sql), log, this.#closing.signal);
  }
}

/** Nobody else may enter: PGlite asks nobody for a password. */
function socketFolder(path: string): string {
  const folder = resolve(path);
  const spare = longestSocketPath - Buffer.byteLength(join(folder, socketName));
  if (spare < 0) {
    throw new SettingsProblem([
      `ROUTER_DATA_DIR is too long by ${-spare} bytes for a socket in it. Give a shorter one, or a DATABASE_URL.`,
    ]);
  }
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  return folder;
}
