import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/index.ts";
import { silent } from "../database/testing/databases.ts";
import { Postgres } from "../database/testing/postgres.ts";
import { House } from "./testing/house.ts";

let server: Postgres;
let database: Database;
const folder = mkdtempSync(join(tmpdir(), "memory-"));

beforeAll(async () => {
  server = await Postgres.start();
  database = openDatabase({ url: await server.database(), folder, log: silent });
  await database.ready;
});
afterAll(async () => {
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

test("turns that end while the database is away are written when it is back, and nothing of them is told", async () => {
  const house = await House.open(database);
  await house.say("ada", "outage", "before", "yes");
  await house.texts("ada", "outage");
  const asked = await house.recall("ada", { conversation: "outage" }, [
    { role: "user", content: "canary one" },
  ]);
  const other = await house.recall("bob", { store: true }, [{ role: "user", content: "canary two" }]);
  await server.kill();

  const began = performance.now();
  if (asked.turn)
    house.memory.remember({ turn: asked.turn, answer: { role: "assistant", content: "canary" } });
  if (other.turn)
    house.memory.remember({ turn: other.turn, answer: { role: "assistant", content: "canary" } });
  expect(performance.now() - began).toBeLessThan(50);

  // A model that knew nothing of what was said would answer wrongly: better none.
  const refused = house.recall("cy", { conversation: "outage" }, [{ role: "user", content: "canary three" }]);
  await expect(refused).rejects.toMatchObject({
    details: { status: 503, code: "memory_unavailable", retryAfter: 5 },
  });
  const unread = house.recall("ada", { conversation: "outage" }, [{ role: "user", content: "canary four" }]);
  await expect(unread).rejects.toMatchObject({ details: { status: 503 } });
  // Who asks for no memory does not notice.
  await house.recall("ada", {}, [{ role: "user", content: "canary five" }]);
  const answer = await house.ask("cy", "GET", "/v1/conversations", undefined, 503);
  expect(JSON.stringify(answer)).not.toContain("select");

  await sleep(300);
  await server.resume();
  await expect
    .poll(() => house.texts("ada", "outage").catch(() => []), { timeout: 20_000 })
    .toEqual(["before", "yes", "canary one", "canary"]);
  expect(await house.get("bob", "/v1/conversations")).toMatchObject({ data: [{ title: "canary two" }] });
  expect(house.logged.length).toBeGreaterThan(0);
  expect(house.logged.join()).not.toContain("canary");
  await house.close();
});

test("what the queue cannot hold is dropped and told, and a router that closes does not wait for ever", async () => {
  const house = await House.open(database);
  const { turn } = await house.recall("ada", { store: true }, [
    { role: "user", content: "x".repeat(100_000) },
  ]);
  if (!turn) throw new Error("nothing would be remembered");
  await server.kill();
  for (let count = 0; count < 1_500; count += 1)
    house.memory.remember({ turn, answer: { role: "assistant", content: "y" } });
  expect(house.logged.filter((line) => line.includes("too many wait"))).not.toEqual([]);
  const began = performance.now();
  await house.close();
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(house.logged.at(-1)).toContain("turns are not remembered");
  await server.resume();
});
