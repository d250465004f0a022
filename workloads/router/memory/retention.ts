import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Sql } from "./store.ts";
import { conversations, memoryPreferences } from "./table.ts";

/** Deletes what is older than its person, or else the router, wants it kept; never what is pinned. */
export async function deleteExpired(database: Sql, keepDays: number | undefined): Promise<number> {
  const chosen = database
    .select({ days: memoryPreferences.keepDays })
    .from(memoryPreferences)
    .where(and(eq(memoryPreferences.person, conversations.person), isNotNull(memoryPreferences.keepDays)));
  // A comparison with null is never true: without a number of days, a conversation stays.
  const days = sql`coalesce((${chosen}), ${keepDays ?? null}::int)`;
  const { rowCount } = await database
    .delete(conversations)
    .where(
      and(
        eq(conversations.pinned, false),
        sql`${conversations.updatedAt} < now() - make_interval(days => ${days})`,
      ),
    );
  return rowCount ?? 0;
}
