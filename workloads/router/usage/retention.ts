import { sql } from "drizzle-orm";
import type { Database } from "../database/index.ts";
import { usageRows } from "./table.ts";

/** Few enough that the rows are not locked for long, and that an embedded database answers others in between. */
const batch = 5_000;

/** Removes what is older than so many days. */
export async function forgetUsage(database: Database, days: number): Promise<void> {
  for (;;) {
    const { rowCount } = await database.sql.execute(sql`
      DELETE FROM ${usageRows} WHERE id IN (
        SELECT id FROM ${usageRows} WHERE at < now() - make_interval(days => ${days}) LIMIT ${batch})`);
    if ((rowCount ?? 0) < batch) return;
  }
}
