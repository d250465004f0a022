import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  type Causes,
  type GameWatch,
  Kept,
  scheduledUntil,
  standing,
  watchGame,
  whyPlaying,
} from "./index.ts";
import { gaming } from "./rules.ts";

const GIB = 2 ** 30;
const rules = gaming.parse({
  timezone: "Europe/Berlin",
  schedule: [{ from: "0 20 * * 5", hours: 5 }],
});
const at = (text: string) => Date.parse(text);

test("the schedule gives the card away in its own time zone, beyond midnight", () => {
  expect(scheduledUntil(rules, at("2026-11-20T18:59:00Z"))).toBeUndefined();
  expect(scheduledUntil(rules, at("2026-11-20T19:00:00Z"))).toBe(at("2026-11-21T00:00:00Z"));
  expect(scheduledUntil(rules, at("2026-11-20T23:59:00Z"))).toBe(at("2026-11-21T00:00:00Z"));
  expect(scheduledUntil(rules, at("2026-11-21T00:00:01Z"))).toBeUndefined();
  // An hour later by the world's clock, in summer.
  expect(scheduledUntil(rules, at("2026-07-17T18:00:00Z"))).toBe(at("2026-07-17T23:00:00Z"));
});

test("a game is one that stays, and over when it stays away", () => {
  let watch: GameWatch = { isSeen: false };
  let now = 0;
  const pass = (gib: number, seconds: number) => {
    for (let each = 0; each < seconds; each++) {
      now += 1_000;
      watch = watchGame(watch, gib * GIB, now, rules);
    }
    return watch.isSeen;
  };
  expect(pass(8, 8)).toBe(false);
  expect(pass(0, 1)).toBe(false);
  expect(pass(8, 9)).toBe(false);
  expect(pass(8, 3)).toBe(true);
  expect(pass(1, 50)).toBe(true);
  expect(pass(8, 1)).toBe(true);
  expect(pass(1, 70)).toBe(false);
});

describe("what somebody has said", () => {
  const causes: Causes = { hand: undefined, scheduledUntil: undefined, isGameSeen: false };
  const on = { mode: "on", by: "phone" } as const;
  const off = { mode: "off", by: "phone" } as const;

  test("counts before the schedule and the card", () => {
    expect(whyPlaying({ ...causes, hand: on })).toBe("phone has switched gaming mode on");
    expect(whyPlaying({ ...causes, isGameSeen: true })).toBe("a game has the card");
    expect(whyPlaying({ ...causes, isGameSeen: true, hand: off })).toBeUndefined();
    expect(whyPlaying({ ...causes, scheduledUntil: at("2026-11-21T00:00:00Z") })).toContain(
      "2026-11-21T00:00Z",
    );
  });

  test("ends at its time, and a no when there is nothing any more that it is said to", () => {
    expect(standing({ ...causes, hand: { ...on, until: 1_000 } }, 999)).toBeDefined();
    expect(standing({ ...causes, hand: { ...on, until: 1_000 } }, 1_000)).toBeUndefined();
    expect(standing({ ...causes, hand: off, isGameSeen: true }, 0)).toBe(off);
    expect(standing({ ...causes, hand: off }, 0)).toBeUndefined();
  });

  test("is kept whole or not at all", () => {
    const folder = mkdtempSync(join(tmpdir(), "manager-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const kept = new Kept(join(folder, "deep", "gaming.json"));
    expect(kept.read()).toBeUndefined();
    kept.write({ ...on, until: 5 });
    expect(kept.read()).toEqual({ ...on, until: 5 });
    writeFileSync(join(folder, "deep", "gaming.json"), '{"mode":"o');
    expect(kept.read()).toBeUndefined();
    kept.write(undefined);
    kept.write(undefined);
    expect(kept.read()).toBeUndefined();
  });
});
