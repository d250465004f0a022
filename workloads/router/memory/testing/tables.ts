import { sql } from "drizzle-orm";
import type { Database } from "../../database/index.ts";

/** All of them, also those of other parts of the router. */
async function tables(database: Database): Promise<string[]> {
  const { rows } = await database.sql.execute<{ name: string }>(sql`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'router_migrations' order by 1`);
  return rows.map(({ name }) => name);
}

export async function empty(database: Database): Promise<void> {
  await database.sql.execute(sql.raw(`truncate ${(await tables(database)).join(", ")}`));
}

/** Tables in which a text stands anywhere, in whatever column. */
export async function tracesOf(database: Database, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of await tables(database)) {
    const { rows } = await database.sql.execute(
      sql`select 1 from ${sql.raw(table)} as t where t::text ilike ${`%${text}%`} limit 1`,
    );
    if (rows.length > 0) found.push(table);
  }
  return found;
}
