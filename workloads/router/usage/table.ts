import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  real,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

/** One row for each request; its id makes writing it twice the same as once. */
export const usageRows = pgTable(
  "usage",
  {
    id: text().primaryKey(),
    at: timestamp({ withTimezone: true, mode: "date" }).notNull(),
    keyId: text("key_id").notNull(),
    person: text().notNull(),
    api: text().notNull(),
    model: text().notNull(),
    provider: text().notNull(),
    providerModel: text("provider_model").notNull(),
    stream: boolean().notNull(),
    status: smallint().notNull(),
    promptTokens: integer("prompt_tokens"),
    cachedTokens: integer("cached_tokens"),
    completionTokens: integer("completion_tokens"),
    partial: boolean().notNull(),
    /** Millionths of a US dollar. */
    cost: bigint({ mode: "number" }).notNull(),
    queuedMs: real("queued_ms").notNull(),
    firstByteMs: real("first_byte_ms"),
    totalMs: real("total_ms").notNull(),
    attempts: smallint().notNull(),
    why: text(),
    fault: text(),
  },
  // Pages of recent rows go on after (at, id); a key's and a person's rows are summed by time.
  (row) => [
    index("usage_by_time").on(row.at, row.id),
    index("usage_by_key").on(row.keyId, row.at),
    index("usage_by_person").on(row.person, row.at),
  ],
);
