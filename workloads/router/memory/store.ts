import { sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Log } from "../../kit/index.ts";
import { reasonOf } from "../database/index.ts";
import { Fault } from "../http/fault.ts";

/** The database, or a transaction in it. */
export type Sql = Pick<NodePgDatabase, "select" | "insert" | "update" | "delete" | "execute">;

/**
 * Of one person: what is written holds it shared, what deletes holds it alone. Otherwise a turn that is being written
 * while everything is deleted would be there afterwards.
 */
export async function lockPerson(database: Sql, person: string, how: "shared" | "alone"): Promise<void> {
  const key = sql`hashtextextended(${`memory ${person}`}, 0)`;
  await database.execute(
    how === "alone"
      ? sql`select pg_advisory_xact_lock(${key})`
      : sql`select pg_advisory_xact_lock_shared(${key})`,
  );
}

/** PostgreSQL's own code for what went wrong, wherever drizzle has put it. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

const unstorable = new Fault({
  status: 400,
  kind: "invalid_request",
  code: "invalid_value",
  message: "A value in the address holds a character that no text may hold, such as NUL. Leave it out.",
});

/** drizzle's errors repeat the values of the query, which are what people have said: none may reach a log or a client. */
export async function orFault<Value>(work: () => Promise<Value>, log: Log): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault || (error instanceof Error && error.name === "AbortError")) throw error;
    if (sqlState(error)?.startsWith("22")) throw unstorable;
    log.warn({ reason: reasonOf(error) }, "the memory cannot use its database");
    throw new Fault({
      status: 503,
      kind: "overloaded",
      code: "memory_unavailable",
      message: "The database that conversations are kept in does not answer. Try again in some seconds.",
      retryAfter: 5,
    });
  }
}
