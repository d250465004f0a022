import { expect, test } from "vitest";
import type { Key } from "../../api/shapes.ts";
import { noTerms, sentAs, termsOf } from "./terms.ts";

test("what is left open is no limit, and a key without models may use all", () => {
  expect(sentAs({ ...noTerms, name: " phone ", models: "" })).toEqual({
    name: "phone",
    admin: false,
    models: ["*"],
    limits: {},
    expiresAt: null,
  });
});

test("a key that is read into the form and sent again is the same", () => {
  const key: Key = {
    id: "key_1",
    prefix: "sk-1",
    status: "active",
    name: "phone",
    person: "ada",
    admin: true,
    models: ["qwen*", "auto"],
    limits: { requestsPerMinute: 30, budgetPerDay: 0.5 },
    createdAt: "2026-01-01T00:00:00Z",
    expiresAt: "2027-01-31T23:59:59Z",
    lastUsedAt: null,
  };
  const { name, person, admin, models, limits, expiresAt } = key;
  expect(sentAs(termsOf(key))).toEqual({ name, person, admin, models, limits, expiresAt });
});
