import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";
import type { StoredKey } from "./key.ts";

const moment = z.coerce.date().nullable();

const storedKey = z.object({
  id: z.string(),
  hash: z.string(),
  prefix: z.string(),
  previousHash: z.string().nullable(),
  previousUntil: moment,
  name: z.string(),
  person: z.string(),
  admin: z.boolean(),
  models: z.array(z.string()),
  tools: z.array(z.string()),
  limits: z.object({
    requestsPerMinute: z.number().optional(),
    tokensPerMinute: z.number().optional(),
    budgetPerDay: z.number().optional(),
    budgetPerMonth: z.number().optional(),
  }),
  createdAt: z.coerce.date(),
  expiresAt: moment,
  lastUsedAt: moment,
  revokedAt: moment,
}) satisfies z.ZodType<StoredKey>;

/** The keys as they were last known, or undefined when there is no such file, or it is damaged. */
export function readSnapshot(path: string): StoredKey[] | undefined {
  try {
    return z.array(storedKey).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

/** For a start while the database is away. Holds hashes only; and whoever is killed half-way leaves the old file. */
export function writeSnapshot(path: string, snapshot: string): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, snapshot, { mode: 0o600 });
  renameSync(draft, path);
}
