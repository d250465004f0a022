import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/index.ts";
import { silent } from "../database/testing/databases.ts";
import { Postgres } from "../database/testing/postgres.ts";
import { memoryDeletions } from "./table.ts";
import { House } from "./testing/house.ts";
import { tracesOf } from "./testing/tables.ts";

let server: Postgres;
let database: Database;
const day = 86_400_000;
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

test("turns that wait when a router ends are there once after its next start, but for what was deleted meanwhile", async () => {
  const waits = mkdtempSync(join(folder, "waits-"));
  const other = await House.open(database);
  const house = await House.open(database, {}, waits);
  await house.say("eve", "kept", "canary", "written before");
  await house.say("fay", "gone", "canary", "written before");
  await house.texts("fay", "gone");
  const asks = [
    ["eve", { conversation: "kept" }],
    ["fay", { conversation: "gone" }],
    ["gus", { store: true }],
    ["hal", { store: true }],
  ] as const;
  const turns = await Promise.all(
    asks.map(([person, ask]) =>
      house.recall(person, ask, [{ role: "user", content: `canary of ${person}` }]),
    ),
  );
  await server.kill();
  // Asked two days ago, and deleted soon after: as if the router had been away since.
  for (const { turn } of turns)
    if (turn)
      house.memory.remember({
        turn: { ...turn, at: turn.at - 2 * day },
        answer: { role: "assistant", content: "written late" },
      });
  const began = performance.now();
  await house.close();
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(house.logged.at(-1)).toContain("turns wait on disk");
  expect(house.logged.join()).not.toContain("canary");

  await server.resume();
  // By another router, since this one is not there.
  await other.ask("fay", "DELETE", "/v1/conversations/gone");
  await other.ask("hal", "DELETE", "/v1/memory");
  await other.close();
  await database.sql.update(memoryDeletions).set({ at: sql`${memoryDeletions.at} - interval '2 days'` });
  // Before all others, by its name.
  writeFileSync(
    join(waits, "turns", "0.jsonl"),
    '{"no":"turn"}\n{"turn":{}}\n{"turn":{"id":"x","caller":5}}\n{no}\n',
  );
  const next = await House.open(database, {}, waits);
  expect(await next.texts("eve", "kept")).toEqual([
    "canary",
    "written before",
    "canary of eve",
    "written late",
  ]);
  expect(await next.get("gus", "/v1/conversations")).toMatchObject({ data: [{ title: "canary of gus" }] });
  for (const person of ["fay", "hal"]) {
    expect(await next.get(person, "/v1/conversations")).toMatchObject({ data: [] });
    expect(await tracesOf(database, `canary of ${person}`)).toEqual([]);
  }
  await next.close();
  expect(next.logged.filter((line) => line.includes("no turn"))).toHaveLength(4);
  expect(readdirSync(join(waits, "turns"))).toEqual([]);
});
