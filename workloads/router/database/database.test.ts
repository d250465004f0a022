import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, migrate } from "./index.ts";
import { type Databases, kinds } from "./testing/databases.ts";

async function rows(database: Database, statement: string): Promise<unknown[]> {
  return (await database.sql.execute(sql.raw(statement))).rows;
}

describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
  let databases: Databases;
  let database: Database;

  beforeAll(async () => {
    databases = await prepare();
    database = await databases.open();
    await rows(database, "CREATE TABLE things (id integer PRIMARY KEY)");
  });
  afterAll(() => databases.stop());

  test("queries that are asked at once all get their own answers", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => rows(database, `SELECT ${n} AS n`)),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => [{ n }]));
  });

  test("a transaction that fails leaves nothing, and others are none the wiser", async () => {
    const failing = database.sql.transaction(async (transaction) => {
      await transaction.execute(sql`INSERT INTO things VALUES (1)`);
      await sleep(20);
      await transaction.execute(sql`INSERT INTO things VALUES (1)`);
    });
    const beside = Promise.all([2, 3, 4].map((id) => rows(database, `INSERT INTO things VALUES (${id})`)));
    await expect(failing).rejects.toThrow();
    await beside;
    expect(await rows(database, "SELECT id FROM things ORDER BY id")).toEqual([
      { id: 2 },
      { id: 3 },
      { id: 4 },
    ]);
  });

  test("a mistake in a statement spoils no later one", async () => {
    await expect(rows(database, "SELECT 1 / 0")).rejects.toThrow();
    await expect(rows(database, "SELECT nonsense")).rejects.toThrow();
    expect(await rows(database, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("migrating again, and at the same time, changes nothing", async () => {
    await Promise.all([migrate(database.sql), migrate(database.sql)]);
    expect(await rows(database, "SELECT count(*)::int AS n FROM api_keys")).toEqual([{ n: 0 }]);
  });

  test("what is announced is heard until one stops listening", async () => {
    const heard: string[] = [];
    const stop = database.listen("keys", (payload) => heard.push(payload));
    await database.announce("others", "x");
    await expect
      .poll(async () => {
        await database.announce("keys", "it's {new}");
        return heard.at(-1);
      })
      .toBe("it's {new}");
    stop();
    const before = heard.length;
    await database.announce("keys", "unheard");
    await sleep(50);
    expect(heard).toHaveLength(before);
    expect(new Set(heard)).toEqual(new Set(["it's {new}"]));
  });
});
