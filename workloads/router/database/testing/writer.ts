import { sql } from "drizzle-orm";
import { pino } from "pino";
import { openDatabase } from "../index.ts";

// Run as a process of its own, to be killed: says each number once it is written.
const [folder = ""] = process.argv.slice(2);
const database = openDatabase({ folder, log: pino(pino.destination(2)) });
await database.ready;
await database.sql.execute(sql`CREATE TABLE IF NOT EXISTS numbers (n integer PRIMARY KEY)`);
const { rows } = await database.sql.execute(sql`SELECT coalesce(max(n), 0) AS last FROM numbers`);
for (let n = Number(rows[0]?.last) + 1; ; n += 1) {
  await database.sql.execute(sql`INSERT INTO numbers VALUES (${n})`);
  console.log(n);
}
