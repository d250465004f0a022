import { appendFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import type { Log } from "../../kit/index.ts";
import { type Database, reasonOf } from "../database/index.ts";
import { columnNames } from "./row.ts";
import { usageRows } from "./table.ts";

const columns = sql.join(
  columnNames.map((name) => sql.identifier(name)),
  sql`, `,
);

/** Brings rows into the database. Those that it will never take must not hold up all others: they go to a file. */
export async function insertRows(
  lines: readonly string[],
  { database, rejected, log }: { database: Database; rejected: string; log: Log },
): Promise<void> {
  try {
    await insert(database, lines);
    return;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  for (const line of lines) {
    try {
      await insert(database, [line]);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      appendFileSync(rejected, `${line}\n`, { mode: 0o600 });
      log.error({ reason: reasonOf(error), file: rejected }, "the database refused a row of usage");
    }
  }
}

async function insert(database: Database, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  // As text that only PostgreSQL reads: to build 20 parameters for each row would cost this thread far more.
  const rows = `[${lines.join(",")}]`;
  await database.sql.execute(sql`
    INSERT INTO ${usageRows} (${columns})
    SELECT ${columns} FROM json_populate_recordset(NULL::${usageRows}, ${rows}) ON CONFLICT DO NOTHING`);
}

/** Whether it is the data that is wrong (SQLSTATE classes 22 and 23), so that trying again is no use. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { code?: unknown }).code;
  return typeof code === "string" && /^2[23]\w{3}$/.test(code);
}
