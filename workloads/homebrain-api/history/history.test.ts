import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeLog } from "../../kit/index.ts";
import type { State } from "../house/index.ts";
import { folder } from "../testing.ts";
import { History } from "./history.ts";
import { added, type Since, uptime } from "./timeline.ts";

const log = makeLog("silent");
const HOUR = 3_600_000;
const START = Date.parse("2026-11-01T00:00:00Z");

const verdict = (states: Record<string, State>) => ({
  services: Object.entries(states).map(([name, state]) => ({ name, state, because: [], lacks: [] })),
  machines: [],
});
const states = (history: History, name: string) => history.of(name).map(({ state }) => state);

test("only changes are kept, and they are there again after a start", async () => {
  const where = folder();
  const history = await History.open(where, log, START);
  expect(history.note(verdict({ web: "up", far: "unknown" }), START)).toEqual([
    { name: "web", from: undefined, to: "up" },
  ]);
  expect(history.note(verdict({ web: "up", far: "unknown" }), START + 1)).toEqual([]);
  history.note(verdict({ web: "down" }), START + HOUR);
  await history.close();
  const again = await History.open(where, log, START + HOUR + 60_000);
  expect(again.of("web")).toEqual([
    { at: START, state: "up" },
    { at: START + HOUR, state: "down" },
  ]);
});

test("while nobody looked, nothing is known", async () => {
  const where = folder();
  const history = await History.open(where, log, START);
  history.note(verdict({ web: "up" }), START);
  history.note(verdict({ web: "up" }), START + HOUR);
  await history.close();
  const again = await History.open(where, log, START + 5 * HOUR);
  expect(again.of("web").at(-1)).toEqual({ at: START + HOUR, state: "unknown" });
  again.note(verdict({ web: "up" }), START + 5 * HOUR);
  expect(uptime(again.of("web"), START + 6 * HOUR, 24 * HOUR)).toBe(1);
});

test("a line that was cut off, and whatever else is no line, takes nothing else with it", async () => {
  const where = folder();
  const history = await History.open(where, log, START);
  history.note(verdict({ web: "up" }), START);
  await history.close();
  appendFileSync(
    join(where, "history.jsonl"),
    '{"at":17000\n\u0000\u0000\nnull\n{"at":"x"}\n{"at":1,"name":"we',
  );
  const again = await History.open(where, log, START + 1);
  again.note(verdict({ web: "down" }), START + 2);
  await again.close();
  expect(states(await History.open(where, log, START + 3), "web")).toEqual(["up", "down"]);
});

test("a disk that takes nothing loses nothing: what waits is written when it does", async () => {
  const where = join(folder(), "data");
  const history = await History.open(where, log, START);
  rmSync(where, { recursive: true });
  writeFileSync(where, "a file where the folder was");
  history.note(verdict({ web: "up" }), START);
  await history.close();
  expect(history.unwritten).toBe(1);
  rmSync(where);
  mkdirSync(where);
  history.note(verdict({ web: "down" }), START + 1);
  await history.close();
  expect(history.unwritten).toBe(0);
  expect(states(await History.open(where, log, START + 2), "web")).toEqual(["up", "down"]);
});

test("a file that is full makes room for another, and the oldest goes", async () => {
  const where = folder();
  writeFileSync(
    join(where, "history.jsonl"),
    `{"at":${START},"name":"old","state":"up"}\n${"\n".repeat(5_000_000)}`,
  );
  const history = await History.open(where, log, START + 1);
  history.note(verdict({ web: "up" }), START + 2);
  await history.close();
  expect(readdirSync(where).sort()).toEqual(["history.jsonl", "history.jsonl.old"]);
  expect(statSync(join(where, "history.jsonl")).size).toBeLessThan(1000);
  expect(readFileSync(join(where, "history.jsonl"), "utf8")).toContain('"old"');
});

test("whatever the clock does, time goes on, and a share is a share", () => {
  const since = fc.record({
    at: fc.integer({ min: START - 100 * HOUR, max: START + 100 * HOUR }),
    state: fc.constantFrom<State>("up", "down", "resting", "unknown"),
  });
  fc.assert(
    fc.property(fc.array(since, { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (changes, hours) => {
      const line = changes.reduce<Since[]>((all, each) => added(all, each), []);
      for (const [index, { at, state }] of line.entries()) {
        expect(at).toBeGreaterThanOrEqual(line[index - 1]?.at ?? at);
        expect(state).not.toBe(line[index - 1]?.state);
      }
      const share = uptime(line, START, hours * HOUR);
      expect(share === null || (share >= 0 && share <= 1)).toBe(true);
    }),
  );
});
