import { describe, expect, test } from "vitest";
import type { Told } from "./status.ts";
import { readStatus } from "./status.ts";
import { type Link, verdictOf } from "./verdict.ts";

const now = 1_000_000;
const told: Told = {
  playing: undefined,
  away: undefined,
  state: "ready",
  why: undefined,
  blocked: undefined,
  place: undefined,
  since: now - 12_000,
  retryAt: undefined,
  loadMs: 45_000,
};
const by = (more: Partial<Told>) => verdictOf({ is: "up", told: { ...told, ...more } }, known(), now);
const known = (more: object = {}) => ({ model: "qwen", answers: false, canWake: false, ...more });
const down: Link = { is: "down", why: "ECONNREFUSED", isWaking: false };

describe("while its manager tells, a request", () => {
  test("goes to a model that is ready", () => expect(by({})).toEqual({ is: "open" }));

  test.each([
    [{ state: "starting" }, 33_000, "loading qwen, 12 s of about 45"],
    [{ state: "starting", loadMs: 5_000 }, 0, "loading qwen, 12 s of about 5"],
    [{ state: "stopped" }, 45_000, "asking for qwen"],
    [{ state: "draining", place: 2 }, 90_000, "qwen waits for memory, at place 2"],
    [{ state: "failed", retryAt: now - 1 }, 45_000, "asking for qwen"],
  ] as const)("waits where that helps: %j", (more, expectedMs, progress) => {
    expect(by(more)).toEqual({ is: "shut", expectedMs, progress });
  });

  test.each([
    [{ playing: "a game has the card" }, "a game has the card"],
    [{ playing: "a game has the card", state: "stopped" }, "a game has the card"],
    [{ state: "failed", why: "did not answer", retryAt: now + 5_000 }, "qwen did not answer"],
    [{ state: "stopped", blocked: "it takes 16 GiB" }, "it takes 16 GiB"],
    [{ state: "stopped", away: "ECONNREFUSED" }, "its Docker does not answer: ECONNREFUSED"],
  ] as const)("goes elsewhere where it does not: %j", (more, why) => {
    expect(by(more)).toEqual({ is: "closed", why });
  });

  test("goes to a model that is ready, though Docker is away", () => {
    expect(by({ away: "ECONNREFUSED" })).toEqual({ is: "open" });
  });
});

describe("while nobody tells, a request", () => {
  test("goes to a model that answers: nobody needs a manager for that", () => {
    expect(verdictOf(down, known({ answers: true }), now)).toEqual({ is: "open" });
  });

  test("waits for a machine that can be woken, and for nobody else", () => {
    expect(verdictOf(down, known({ canWake: true }), now)).toMatchObject({ progress: "its machine sleeps" });
    expect(verdictOf({ ...down, isWaking: true }, known({ canWake: true }), now)).toMatchObject({
      progress: "waking its machine",
    });
    expect(verdictOf(down, known(), now)).toEqual({
      is: "closed",
      why: "its manager does not answer (ECONNREFUSED)",
    });
  });
});

test("what is no status, or has nothing of the model, is said to be so", () => {
  const status = { docker: { up: true }, gaming: { state: "off" }, models: [] };
  expect(() => readStatus(JSON.stringify(status), "qwen")).toThrow('its manager has no model "qwen"');
  expect(() => readStatus("{}", "qwen")).toThrow();
});
