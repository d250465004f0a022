import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Kept, makeLog } from "../../kit/index.ts";
import { folder } from "../testing/bot.ts";
import { Allowance, WEEK_MS, wished } from "./allowance.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const YEAR = 365 * 24 * 60 * 60_000;

async function allowance(where = folder(), most = 2) {
  const file = join(where, "wishes.json");
  const kept = await Kept.open({
    file,
    schema: wished,
    empty: { version: 1, people: {} },
    log: makeLog("silent"),
  });
  return new Allowance(kept, most);
}

test("a week allows so much to each, and says when there is more", async () => {
  const where = folder();
  const week = await allowance(where);
  expect(await week.take("ada", NOW)).toMatchObject({ taken: true, left: 1 });
  expect(await week.take("ada", NOW + 1_000)).toMatchObject({ taken: true, left: 0 });
  expect(await week.take("ada", NOW + 2_000)).toEqual({ taken: false, again: NOW + WEEK_MS });
  expect(await week.take("grace", NOW + 2_000)).toMatchObject({ taken: true, left: 1 });
  const again = await allowance(where);
  expect(again.left("ada", NOW + 3_000)).toBe(0);
  await again.giveBack("ada", NOW + 1_000);
  expect(again.left("ada", NOW + 3_000)).toBe(1);
  expect(again.left("ada", NOW + WEEK_MS + 2_000)).toBe(2);
});

test("a clock that was years ahead makes nobody wait longer than a week", async () => {
  const week = await allowance();
  await week.take("ada", NOW + 3 * YEAR);
  await week.take("ada", NOW + 3 * YEAR);
  expect(await week.take("ada", NOW)).toEqual({ taken: false, again: NOW + WEEK_MS });
  expect(await week.take("ada", NOW + WEEK_MS + 1)).toMatchObject({ taken: true });
});

test("whatever happens at whatever time, nobody has more than the week allows", async () => {
  const step = fc.record({
    who: fc.constantFrom("ada", "grace"),
    wait: fc.integer({ min: 0, max: WEEK_MS / 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      async (steps, most) => {
        const week = await allowance(undefined, most);
        const taken: { who: string; at: number }[] = [];
        let at = NOW;
        for (const { who, wait } of steps) {
          at += wait;
          if ((await week.take(who, at)).taken) taken.push({ who, at });
          const within = taken.filter((each) => each.who === who && each.at > at - WEEK_MS);
          expect(within.length).toBeLessThanOrEqual(most);
          expect(week.left(who, at)).toBe(most - within.length);
        }
      },
    ),
    { numRuns: 30 },
  );
});
