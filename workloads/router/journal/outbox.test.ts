import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeLog } from "../../kit/index.ts";
import { Outbox, type OutboxSettings } from "./index.ts";

let folder: string;
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outbox-"));
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (n: number, padding = "") => JSON.stringify({ n, padding });
const journalFiles = () => readdirSync(folder).filter((name) => name.endsWith(".jsonl"));

/** A place that takes lines, or is away. */
class Place {
  taken: string[] = [];
  away = false;
  tries = 0;

  deliver = async (lines: readonly string[]) => {
    this.tries += 1;
    if (this.away) throw new Error("nobody is there");
    this.taken.push(...lines);
  };
}

function open(place: Place, told: Partial<OutboxSettings> = {}): Outbox {
  const note = (facts: unknown, message?: string) => void logged.push(JSON.stringify([facts, message]));
  return new Outbox({
    folder,
    what: "news",
    atOnce: 200,
    most: 1024 * 1024,
    gathers: 0,
    rests: 0,
    database: { ready: Promise.resolve() },
    log: { ...makeLog("silent"), warn: note, error: note },
    deliver: place.deliver,
    ...told,
  });
}

test("what is posted arrives in its order, and leaves nothing behind", async () => {
  const place = new Place();
  const outbox = open(place);
  for (let n = 0; n < 50; n += 1) expect(outbox.post(line(n))).toBe(true);
  await expect.poll(() => place.taken).toEqual(Array.from({ length: 50 }, (_, n) => line(n)));
  expect(journalFiles()).toEqual([]);
  await outbox.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("what finds nobody waits in files of its owner alone, and goes on in its order at the next start", async () => {
  const place = new Place();
  place.away = true;
  const first = open(place);
  for (let n = 0; n < 30; n += 1) first.post(line(n));
  await first.close();
  expect(journalFiles().length).toBeGreaterThan(1);
  for (const name of journalFiles()) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);

  place.away = false;
  const second = open(place);
  const left: string[] = [];
  for await (const lines of second.left()) left.push(...lines);
  second.post(line(30));
  await second.close();
  expect(left).toEqual(Array.from({ length: 30 }, (_, n) => line(n)));
  expect(place.taken).toEqual(Array.from({ length: 31 }, (_, n) => line(n)));
});

test("half a line, and bytes that make no sense, cost themselves only", async () => {
  writeFileSync(join(folder, "1-1-000001.jsonl"), `${line(1)}\n{"n":2,"padd`);
  writeFileSync(join(folder, "2-1-000001.jsonl"), Buffer.from([0, 255, 10, 123, 10]));
  appendFileSync(join(folder, "2-1-000001.jsonl"), `${line(3)}\n`);
  const place = new Place();
  const outbox = open(place);
  await expect.poll(() => place.taken).toEqual([line(1), line(3)]);
  await outbox.close();
});

test("what waits is bounded, and told of twice only", async () => {
  const place = new Place();
  place.away = true;
  const outbox = open(place, { most: 10_000 });
  const kept = Array.from({ length: 1_000 }, (_, n) => outbox.post(line(n, "x".repeat(100))));
  expect(kept.indexOf(false)).toBeGreaterThan(50);
  expect(kept.lastIndexOf(true)).toBeLessThan(100);
  const told = logged.filter((each) => !each.includes("cannot bring"));
  expect(told).toHaveLength(2);
  expect(told[0]).toContain("news piles up on disk");
  expect(told[1]).toContain("news is lost from now on");

  place.away = false;
  await expect.poll(() => place.taken.length, { timeout: 10_000 }).toBe(kept.filter(Boolean).length);
  expect(outbox.post(line(1_000))).toBe(true);
  await outbox.close();
});

test("what the disk does not take is kept in memory, and told of once", async () => {
  const place = new Place();
  place.away = true;
  const outbox = open(place);
  // No folder is like no room: a file can be opened no more.
  rmSync(folder, { recursive: true });
  for (let n = 0; n < 10; n += 1) expect(outbox.post(line(n))).toBe(true);
  expect(logged.filter((each) => each.includes("cannot be written to disk"))).toHaveLength(1);
  place.away = false;
  await expect.poll(() => place.taken.length, { timeout: 10_000 }).toBe(10);
  await outbox.close();
  folder = mkdtempSync(join(tmpdir(), "outbox-"));
});

test("while nobody is there, it is tried ever more slowly, and for however long, in one file for each", async () => {
  const place = new Place();
  place.away = true;
  const outbox = open(place, { atOnce: 1024 });
  outbox.post(line(1));
  await expect.poll(() => place.tries, { timeout: 10_000 }).toBe(3);
  outbox.post(line(2));
  await expect(outbox.flush()).rejects.toThrow("nobody is there");
  await expect(outbox.flush()).rejects.toThrow("nobody is there");
  expect(journalFiles()).toHaveLength(2);
  expect(logged.filter((each) => each.includes("cannot bring news to the database"))).toHaveLength(1);
  await outbox.close();
});
