import { reasonOf } from "../../kit/postgres/index.ts";
import { Fault } from "../http/fault.ts";

/** Does what only the database can; while it is away, says so instead of failing for no reason that a person can see. */
export async function needingDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault || !isOutage(error)) throw error;
    throw new Fault({
      status: 503,
      kind: "overloaded",
      code: "database_away",
      message: `The database is away (${reasonOf(error)}). Requests and keys go on as they were; try this again soon.`,
      retryAfter: 5,
    });
  }
}

/** The server's own refusals carry five characters; of these, the classes that mean that it cannot serve now. */
function isOutage(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown }).code;
  // 42P01: it serves, but the migrations are not in yet.
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(08|53|57)|^42P01$/.test(code);
  return !(cause instanceof TypeError || cause instanceof RangeError);
}
