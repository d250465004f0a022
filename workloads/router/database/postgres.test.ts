import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./index.ts";
import { silent } from "./testing/databases.ts";
import { Postgres } from "./testing/postgres.ts";

let server: Postgres;
beforeEach(async () => {
  server = await Postgres.start();
});
afterEach(() => server.stop());

test("a database that is away at the start is migrated as soon as it is there, and said once meanwhile", async () => {
  const url = await server.database();
  await server.kill();
  const lines: string[] = [];
  const database = openDatabase({
    url,
    folder: "",
    log: pino({ level: "warn" }, { write: (line) => lines.push(line) }),
  });
  await sleep(1_500);
  await server.resume();
  await database.ready;
  expect((await database.sql.execute(sql`SELECT count(*)::int AS n FROM api_keys`)).rows).toEqual([{ n: 0 }]);
  await database.close();
  expect(lines.filter((line) => line.includes("cannot migrate")).length).toBeLessThan(4);
  expect(lines.join()).not.toContain("SELECT");
});

test("a database that is killed fails only what it was asked meanwhile, and is heard again afterwards", async () => {
  const url = await server.database();
  const [one, other] = [1, 2].map(() => openDatabase({ url, folder: "", log: silent }));
  if (!one || !other) throw new Error("two were opened");
  const heard: string[] = [];
  let regained = 0;
  other.listen(
    "keys",
    (payload) => heard.push(payload),
    () => {
      regained += 1;
    },
  );
  await Promise.all([one.ready, other.ready]);
  await expect.poll(() => regained).toBe(1);
  const busy = Array.from({ length: 20 }, () => one.sql.execute(sql`SELECT pg_sleep(5)`));
  const failed = Promise.allSettled(busy);
  await sleep(200);
  await server.kill();
  expect((await failed).every(({ status }) => status === "rejected")).toBe(true);
  await expect(one.announce("keys", "lost")).rejects.toThrow();
  await server.resume();
  await expect.poll(() => regained, { timeout: 20_000 }).toBe(2);
  await one.sql.execute(sql`NOTIFY router, 'nonsense'`);
  await one.announce("keys", "found");
  await expect.poll(() => heard).toEqual(["found"]);
  await Promise.all([one.close(), other.close()]);
});

test("closing does not wait for a database that is away", async () => {
  const url = await server.database();
  await server.kill();
  const database = openDatabase({ url, folder: "", log: silent });
  await sleep(100);
  const began = performance.now();
  await database.close();
  expect(performance.now() - began).toBeLessThan(2_000);
});
