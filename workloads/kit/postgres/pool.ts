import pg from "pg";
import type { Log } from "../index.ts";

/** `name`: of the program, as the server lists it among its connections. */
export function makePool(name: string, settings: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool({
    application_name: name,
    keepAlive: true,
    // A server that vanished without a word would otherwise hold its callers, and what they hold, for ever.
    query_timeout: 30_000,
    ...settings,
  });
  // An idle client whose server goes away emits this; unheard, it would end the process.
  pool.on("error", (error) => log.warn({ reason: error.message }, "lost a connection to the database"));
  return pool;
}
