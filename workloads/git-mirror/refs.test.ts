import fc from "fast-check";
import { expect, test } from "vitest";
import { planRefs } from "./refs.ts";

const today = "2026-11-22";
const shas = ["a", "b", "c"].map((letter) => letter.repeat(40));
const [one = "", two = ""] = shas;
const plan = (source: Record<string, string>, target: Record<string, string>, contained = false) =>
  planRefs({
    source: new Map(Object.entries(source)),
    target: new Map(Object.entries(target)),
    contains: () => contained,
    today,
  });

test("what is the same is left, what is new is pushed, what went on is pushed, too", () => {
  expect(plan({ "refs/heads/main": one }, { "refs/heads/main": one })).toEqual({
    kept: [],
    removed: [],
    pushed: [],
  });
  expect(plan({ "refs/heads/main": two }, { "refs/heads/main": one }, true)).toEqual({
    kept: [],
    removed: [],
    pushed: [{ ref: "refs/heads/main", sha: two }],
  });
});

test("a branch that was deleted and one that was written anew are kept under the day's name", () => {
  expect(plan({ "refs/heads/main": two }, { "refs/heads/main": one, "refs/heads/try/it": one })).toEqual({
    kept: [
      {
        ref: "refs/heads/try/it",
        sha: one,
        as: "refs/heads/archived/2026-11-22/try/it-aaaaaaa",
        because: "deleted",
      },
      {
        ref: "refs/heads/main",
        sha: one,
        as: "refs/heads/archived/2026-11-22/main-aaaaaaa",
        because: "rewritten",
      },
    ],
    removed: ["refs/heads/try/it"],
    pushed: [{ ref: "refs/heads/main", sha: two }],
  });
});

test("whatever happens at the source, what the target had is still there, and the second time nothing is left to do", () => {
  const name = fc.constantFrom(
    "refs/heads/main",
    "refs/heads/a",
    "refs/heads/a/b",
    "refs/tags/v1",
    "refs/tags/v2",
  );
  const refs = fc.dictionary(name, fc.constantFrom(...shas));
  fc.assert(
    fc.property(refs, refs, (source, before) => {
      const { kept, removed, pushed } = plan(source, before);
      const after = { ...before };
      for (const { as, sha } of kept) after[as] = sha;
      for (const ref of removed) delete after[ref];
      for (const { ref, sha } of pushed) after[ref] = sha;
      for (const sha of Object.values(before)) expect(Object.values(after)).toContain(sha);
      for (const [ref, sha] of Object.entries(source)) expect(after[ref]).toBe(sha);
      const names = Object.keys(after);
      for (const { as } of kept) expect(names.filter((other) => other.startsWith(`${as}/`))).toEqual([]);
      expect(plan(source, after)).toEqual({ kept: [], removed: [], pushed: [] });
    }),
  );
});
