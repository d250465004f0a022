import { readFileSync } from "node:fs";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import config from "./drizzle.config.ts";
import { migrations } from "./migrations.ts";
import { migrationsModule } from "./migrations-module.ts";
import { type Databases, kinds } from "./testing/databases.ts";

const tables: string[] = [config.schema ?? []].flat();

test("the migrations make the tables that the code uses", async () => {
  const modules = await Promise.all(
    tables.map((path) => import(new URL(`../${path}`, import.meta.url).href)),
  );
  const number = String(migrations.length - 1).padStart(4, "0");
  const snapshot = JSON.parse(
    readFileSync(new URL(`migrations/meta/${number}_snapshot.json`, import.meta.url), "utf8"),
  );
  const missing = await generateMigration(
    snapshot,
    generateDrizzleJson(Object.assign({}, ...modules), snapshot.id),
  );
  expect(missing, "npm run migrations -w workloads/router").toEqual([]);
});

test("the module that is bundled says what the folder says", () => {
  expect(readFileSync(new URL("migrations.ts", import.meta.url), "utf8")).toBe(migrationsModule());
});

const databases: Databases[] = [];
beforeAll(async () => {
  for (const prepare of Object.values(kinds)) databases.push(await prepare());
});
afterAll(async () => {
  for (const each of databases) await each.stop();
});

test("PostgreSQL and PGlite come to the same tables", async () => {
  const [one, other] = await Promise.all(databases.map(describeTables));
  expect(one).toContainEqual(expect.objectContaining({ table_name: "usage", column_name: "cost" }));
  expect(other).toEqual(one);
});

async function describeTables(kind: Databases): Promise<unknown[]> {
  const database = await kind.open();
  const columns = await database.sql.execute(sql`
    SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`);
  const indexes = await database.sql.execute(
    sql`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`,
  );
  return [...columns.rows, ...indexes.rows];
}
