import fc from "fast-check";
import { expect, test } from "vitest";
import { type Known, overlap } from "./overlap.ts";

const known = (text: string): Known => ({ role: text.startsWith("a") ? "assistant" : "user", digest: text });
const see = (stored: string, sent: string) => {
  const of = (text: string) => text.split(" ").filter(Boolean).map(known);
  return overlap(of(stored), of(sent));
};

test.each([
  ["only what is new", "u1 a1 u2 a2", "u3", { before: 4, fresh: 0 }],
  ["everything", "u1 a1 u2 a2", "u1 a1 u2 a2 u3", { before: 0, fresh: 4 }],
  ["the last turns", "u1 a1 u2 a2", "u2 a2 u3", { before: 2, fresh: 2 }],
  ["the same words a second time", "u1 a1", "u1", { before: 2, fresh: 0 }],
  ["an edited history", "u1 a1 u2 a2", "u1 a1 u2b", { before: 0, fresh: 2 }],
  ["what follows an edit", "u1 a1 u2 a2 u2b a2b", "u1 a1 u2b a2b u3", { before: 0, fresh: 4 }],
  ["the first message", "", "u1", { before: 0, fresh: 0 }],
  ["examples that were never said", "u1 a1", "u0 a0 u2", { before: 2, fresh: 0 }],
])("a client may send %s", (_, stored, sent, expected) => {
  expect(see(stored, sent)).toEqual(expected);
});

test("however many of its last turns a client sends, the model sees each message once, and each is stored once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.nat(), (turns, cut) => {
      const stored = Array.from({ length: turns }, (_, turn) => [`u${turn}`, `a${turn}`]).flat();
      const sent = [...stored.slice(2 * (cut % (turns + 1))), "u-new"];
      const { before, fresh } = overlap(stored.map(known), sent.map(known));
      expect([...stored.slice(0, before), ...sent]).toEqual([...stored, "u-new"]);
      expect([...stored, ...sent.slice(fresh)]).toEqual([...stored, "u-new"]);
    }),
  );
});
