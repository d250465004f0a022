import { describe, expect, test } from "vitest";
import { lab } from "../../testing/lab.ts";
import { trialComment } from "./comment.ts";
import { leftovers } from "./reap.ts";
import type { Step } from "./steps.ts";

const now = new Date("2026-11-22T12:00:00Z");
const daysAgo = (days: number) => new Date(now.valueOf() - days * 86_400_000);
const standing = (number: number, days: number) => ({
  stack: `pr-${number}`,
  number,
  changed: daysAgo(days),
});

describe("what is left over", () => {
  test("is what is closed, and what is open and was forgotten", async () => {
    const all = [standing(1, 0), standing(2, 0), standing(3, 6.9), standing(4, 7)];
    const found = await leftovers(all, { isOpen: async (number) => number !== 2, days: 7, now });
    expect(found.map(({ stack, because }) => [stack, because])).toEqual([
      ["pr-2", "its pull request is closed"],
      ["pr-4", "nothing was done with it for 7 days"],
    ]);
  });

  test("is nothing where the forge does not answer: that is no reason to destroy anything", async () => {
    const isOpen = () => Promise.reject(new Error("it is ill"));
    await expect(leftovers([standing(1, 30)], { isOpen, days: 7, now })).rejects.toThrow("it is ill");
  });
});

describe("the comment", () => {
  const step = (what: string, well = true, why = ""): Step => ({
    what,
    well,
    seconds: 61.4,
    why,
    locked: false,
  });
  const told = (...steps: Step[]) =>
    trialComment({ number: 12, steps, commit: "0123456789abcdef", run: undefined });

  test("says what was done, and that it went well", () => {
    expect(told(step("the machine is made"))).toBe(
      [
        "## ✅ It works on a machine and a cluster of its own",
        "Commit `0123456789ab` · `pr-12`, which goes when this is closed",
        "| step | went well | took |\n|---|---|---|\n| the machine is made | yes | 61 s |",
      ].join("\n\n"),
    );
  });

  test("says what did not, why, and no more of it than a comment holds", () => {
    const long = Array.from({ length: 5_000 }, (_, line) => `line ${line} of a log`).join("\n");
    const comment = told(step("the machine is made"), step("the services run", false, `\`\`\`\n${long}`));
    expect(comment).toContain("❌ On a machine of its own this does not hold: the services run");
    expect(comment).toContain("````\n```\nline 0 of a log");
    expect(comment).toContain("lines more, in the log of the run");
    expect(comment.length).toBeLessThan(10_000);
  });
});

describe("one clear message", { timeout: 120_000 }, () => {
  test.each([
    [["up", "--number", "12", "--to", "x.md"], "fix: give TEST_PROXMOX_URL and TEST_PROXMOX_TOKEN"],
    [["down", "--number", "zero"], "--number zero is no pull request"],
    [["down"], "missing: --repository, --number, GITHUB_TOKEN"],
    [["down", "--number", "12", "--wait", "soon"], "--wait soon is no number of minutes"],
    [["reap", "--days", "-1"], "--days -1 is no number of days"],
  ])("%j", (words, message) => {
    const { code, err } = lab("pr", "test", ...words);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
