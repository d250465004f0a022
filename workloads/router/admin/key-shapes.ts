import * as z from "zod";
import type { StoredKey } from "../keys/index.ts";

const moment = z.iso.datetime({ offset: true, error: "expected a time such as 2027-01-31T12:00:00Z" });
const patterns = z.array(z.string().min(1).max(200)).max(100);
const whole = z.number().int().min(1);
const dollars = z.number().min(0);

const limits = z.strictObject({
  requestsPerMinute: whole.optional(),
  tokensPerMinute: whole.optional(),
  budgetPerDay: dollars.optional().describe("In US dollars, by UTC days."),
  budgetPerMonth: dollars.optional(),
});

const terms = {
  name: z.string().min(1).max(100),
  person: z.string().min(1).max(100).describe("Whom conversations belong to; the name, if nobody is named."),
  admin: z.boolean().describe("May look after the router."),
  models: patterns.describe("Names of models and aliases; `*` stands for anything."),
  tools: patterns.describe("Names of server-side tools; `*` stands for anything."),
  limits,
  expiresAt: moment
    .transform((text) => new Date(text))
    .refine((at) => at > new Date(), "expected a time to come")
    .nullable(),
};

export const newKey = z.strictObject({
  ...terms,
  person: terms.person.optional(),
  admin: terms.admin.default(false),
  models: terms.models.default(["*"]),
  tools: terms.tools.default([]),
  limits: limits.default({}),
  expiresAt: terms.expiresAt.default(null),
});

/** What is not said stays; limits are replaced as a whole. */
export const keyChange = z.strictObject(terms).partial();

export const rotation = z.strictObject({
  graceSeconds: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(0)
    .describe("How long the old secret still works."),
});

export const shownKey = z.object({
  id: z.string(),
  prefix: z.string().describe("The first characters of the secret."),
  status: z.enum(["active", "expired", "revoked"]),
  name: z.string(),
  person: z.string(),
  admin: z.boolean(),
  models: z.array(z.string()),
  tools: z.array(z.string()),
  limits,
  createdAt: moment,
  expiresAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
  previousUntil: moment.nullable().describe("Until when the secret before the last rotation works."),
});

export const issuedKey = shownKey.extend({
  secret: z.string().describe("Shown this once, and kept nowhere."),
});

/** A key without what would help to guess it. */
export function showKey(key: StoredKey) {
  const { hash: _, previousHash: __, ...shown } = key;
  return { ...shown, status: statusOf(key) };
}

function statusOf({ revokedAt, expiresAt }: StoredKey): "active" | "expired" | "revoked" {
  if (revokedAt) return "revoked";
  return expiresAt && expiresAt <= new Date() ? "expired" : "active";
}
