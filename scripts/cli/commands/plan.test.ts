import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TinyLab } from "../testing/tiny-lab.ts";

/** Each test runs the real engine a few times. */
const PATIENCE = 300_000;

const tiny = new TinyLab();
const plans = join(tiny.root, "reviewed/plans");
beforeAll(() => tiny.lab("services"), PATIENCE);
afterAll(() => tiny.remove());

const applied = async () => {
  const { stacks } = JSON.parse((await tiny.lab("preview", "one", "--json")).out);
  return stacks[0].counts;
};

test("an update does what was planned, and what is secret is not in the plan", {
  timeout: PATIENCE,
}, async () => {
  tiny.plan({ things: { a: { size: 1, password: "hunter2" } } });
  const saved = await tiny.lab("preview", "one", "--save-plan", plans);
  expect(saved.code, saved.out + saved.err).toBe(0);
  expect(readFileSync(join(plans, "one.json"), "utf8")).not.toContain("hunter2");

  const { code, out } = await tiny.lab("up", "one", "--yes", "--json", "--plan", plans);
  expect(code, out).toBe(0);
  expect(JSON.parse(out).stacks[0]).toMatchObject({ operation: "up", counts: { create: 2, same: 0 } });
  expect(await applied()).toMatchObject({ same: 2, create: 0, update: 0 });
});

test("where a part of it was not reviewed, nothing of it is applied", { timeout: PATIENCE }, async () => {
  tiny.plan({ things: { a: { size: 2, password: "hunter2" } } });
  expect((await tiny.lab("preview", "one", "--save-plan", plans)).code).toBe(0);
  tiny.plan({ things: { a: { size: 2, password: "hunter2" }, late: { size: 1 } } });
  const { code, out } = await tiny.lab("up", "one", "--yes", "--plan", plans);
  expect(code).toBe(1);
  expect(out).toContain("error: late tiny:index:Thing\n  create is not allowed by the plan");
  expect(await applied()).toMatchObject({ same: 1, update: 1, create: 1 });
});

test("a stack without a plan is not begun with", { timeout: PATIENCE }, async () => {
  const { code, err } = await tiny.lab("up", "two", "--yes", "--plan", plans);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("has no plan of two") });
});
