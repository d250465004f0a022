import { desc, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../database/index.ts";
import { matching, speed, type UsageFilter } from "./filter.ts";
import { usageRows as rows } from "./table.ts";

/** Single requests as columns of numbers, the oldest first: of a hundred thousand rows, a chart wants no more. */
export interface Points {
  /** Milliseconds since 1970. */
  at: number[];
  firstByteMs: (number | null)[];
  totalMs: number[];
  tokensPerSecond: (number | null)[];
}

/** The newest ones, if there are more than so many. */
export async function usagePoints(
  { sql: database }: Database,
  filter: UsageFilter,
  limit: number,
): Promise<Points> {
  const newest = database
    .select({
      at: rows.at,
      firstByteMs: rows.firstByteMs,
      totalMs: rows.totalMs,
      tokensPerSecond: speed.as("tokens_per_second"),
    })
    .from(rows)
    .where(matching(filter))
    .orderBy(desc(rows.at))
    .limit(limit)
    .as("newest");
  const oldestFirst = database.select().from(newest).orderBy(newest.at).as("oldest_first");
  // The database writes each column in one piece: to read a hundred thousand rows one by one would hold up all else.
  const column = <Item>(of: SQLWrapper) => sql<Item[]>`coalesce(json_agg(${of}), '[]')`;
  const [points] = await database
    .select({
      at: column<number>(sql`(extract(epoch FROM ${oldestFirst.at}) * 1000)::bigint`),
      firstByteMs: column<number | null>(sql`round(${oldestFirst.firstByteMs}::numeric, 1)`),
      totalMs: column<number>(sql`round(${oldestFirst.totalMs}::numeric, 1)`),
      tokensPerSecond: column<number | null>(sql`round(${oldestFirst.tokensPerSecond}::numeric, 1)`),
    })
    .from(oldestFirst);
  return points ?? { at: [], firstByteMs: [], totalMs: [], tokensPerSecond: [] };
}
