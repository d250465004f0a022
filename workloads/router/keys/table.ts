import { boolean, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { Limits } from "./caller.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Keys, of which only hashes are kept: whoever reads the database cannot ask as anybody else. */
export const apiKeys = pgTable("api_keys", {
  id: text().primaryKey(),
  hash: text().notNull().unique(),
  /** The first characters of the secret, by which people recognise it. */
  prefix: text().notNull(),
  /** What was valid before the last rotation, and until when it still is. */
  previousHash: text("previous_hash"),
  previousUntil: moment("previous_until"),
  name: text().notNull(),
  person: text().notNull(),
  admin: boolean().notNull(),
  models: text().array().notNull(),
  tools: text().array().notNull(),
  limits: jsonb().$type<Limits>().notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
  expiresAt: moment("expires_at"),
  lastUsedAt: moment("last_used_at"),
  revokedAt: moment("revoked_at"),
});
