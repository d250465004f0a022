import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveSecret, ownSecret } from "./derivation.ts";

const ROOT = "a root secret of a lab that is only a test";
const web = { lab: "home", service: "web", name: "password", generation: 1, length: 32 };

describe("a generated secret", () => {
  test("is the same whenever it is made again", () => {
    // Written out: a change of the derivation would change every password of every lab.
    expect(deriveSecret(ROOT, web)).toBe("xsv8jbkevyumsbdksrbupn7v7yrrafh2");
  });

  test.each([
    ["lab", { lab: "away" }],
    ["service", { service: "api" }],
    ["name", { name: "token" }],
    ["generation", { generation: 2 }],
  ])("is another for another %s", (_, change) => {
    expect(deriveSecret(ROOT, { ...web, ...change })).not.toBe(deriveSecret(ROOT, web));
  });

  test("is another for another root", () => {
    expect(deriveSecret(`${ROOT}!`, web)).not.toBe(deriveSecret(ROOT, web));
  });

  test("is as long as it should be, of letters that nobody mistakes", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 16, max: 128 }), (root, length) => {
        const made = deriveSecret(root, { ...web, length });
        expect(made).toHaveLength(length);
        expect(made).toMatch(/^[a-km-np-z2-9]+$/);
      }),
    );
  });
});

test("what is made of a secret is made of its letters", async () => {
  const letters = { owner: "clusters/core", name: "identity", length: 32 } as const;
  const made = await ownSecret(ROOT, "home", { ...letters, make: (text) => `made of ${text}` });
  expect(made).toBe(`made of ${await ownSecret(ROOT, "home", letters)}`);
});
