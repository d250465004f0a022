import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeLog } from "../../kit/index.ts";
import { Postgres } from "../../router/database/testing/postgres.ts";
import type { Person } from "../people.ts";
import type { Task } from "../runs/index.ts";
import {
  cancel,
  claim,
  Database,
  type Held,
  Lost,
  progress,
  renew,
  runOf,
  stepsOf,
  submit,
} from "./index.ts";

let server: Postgres;
let database: Database;
/** Another copy's connections to the same. */
let other: Database;

beforeAll(async () => {
  server = await Postgres.start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  const url = await server.database();
  [database, other] = [new Database(url, makeLog("silent")), new Database(url, makeLog("silent"))];
  await Promise.all([database.ready, other.ready]);
});
afterEach(() => Promise.all([database.close(), other.close()]));

const task: Task = { model: "m", instructions: null, tools: [], privacy: "any", steps: 9, tokens: 99 };
const personOf = (name: string, runsAtOnce = 2): Person => ({
  name,
  key: "",
  tools: ["*"],
  runsAtOnce,
  runsOpen: 100,
  tokensPerDay: 100,
});
const add = async (person: Person) =>
  (await submit(database, person, { task, input: [{ role: "user", content: "x" }], idempotency: undefined }))
    .run.id;
const take = (by = database, leaseSeconds = 60) => claim(by, { name: "copy", leaseSeconds });
const taken = async (by?: Database, leaseSeconds?: number): Promise<Held> => {
  const held = await take(by, leaseSeconds);
  if (!held) throw new Error("there is nothing to take");
  return held;
};
const answer = { said: { role: "assistant", content: "a" }, calls: [], tokens: 5, readsOnly: () => true };

test("who has lost a run writes nothing into it any more, whatever it is", async () => {
  const ada = personOf("ada");
  const id = await add(ada);
  const old = await taken(database, 0);
  await progress.beginAsk(database, old, 2);
  const fresh = await taken(other);
  expect([old.fence, fresh.fence, fresh.tries]).toEqual(["1", "2", 2]);
  const before = await stepsOf(database.asks, id);
  for (const late of [
    () => progress.beginAsk(database, old, 2),
    () => progress.answered(database, old, 2, answer),
    () => progress.called(database, old, 2, { text: "late", outcome: "ok" }),
    () => progress.moveCall(database, old, 2, "unknown"),
    () => progress.leaveToPerson(database, old, 2),
    () => progress.putBack(database, old, { after: 0, reason: "late", counts: true }),
    () => progress.end(database, old, "done", null),
  ])
    await expect(late()).rejects.toThrow(Lost);
  expect(await stepsOf(database.asks, id)).toEqual(before);
  expect(await renew(database.asks, [old], { name: "copy", leaseSeconds: 60 })).toEqual(new Set());
  // The same once its person has ended it.
  await cancel(database, ada, id);
  await expect(progress.answered(other, fresh, 2, answer)).rejects.toThrow(Lost);
  expect(await runOf(database.asks, "ada", id)).toMatchObject({ state: "cancelled", tokens: 0 });
});

test("what was written before the connection broke is not written twice", async () => {
  const id = await add(personOf("ada"));
  const held = await taken();
  await progress.beginAsk(database, held, 2);
  const calls = [{ id: "s00002c00", name: "look", arguments: "{}" }];
  for (let times = 0; times < 2; times += 1) await progress.answered(database, held, 2, { ...answer, calls });
  expect((await stepsOf(database.asks, id)).map(({ number, state }) => [number, state])).toEqual([
    [1, "done"],
    [2, "done"],
    [3, "ready"],
  ]);
  expect(await runOf(database.asks, "ada", id)).toMatchObject({ tokens: 5 });
});

test("copies that look at once never take the same run, nor more of a person's than may be", async () => {
  for (let count = 0; count < 6; count += 1) await add(personOf("ada", 3));
  const all = await Promise.all(Array.from({ length: 12 }, (_, n) => take(n % 2 ? database : other)));
  // One that found its person locked goes away with nothing, and looks again.
  for (let held = await take(); held; held = await take()) all.push(held);
  const ids = all.flatMap((held) => held?.run.id ?? []);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(3);
});

test("whoever was served longest ago is next, however many runs another has", async () => {
  for (let count = 0; count < 5; count += 1) await add(personOf("ada", 9));
  for (let count = 0; count < 2; count += 1) await add(personOf("bob", 9));
  const turns = [];
  for (let held = await take(); held; held = await take()) turns.push(held.run.person);
  expect(turns).toEqual(["ada", "bob", "ada", "bob", "ada", "ada", "ada"]);
});
