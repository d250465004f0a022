import { bigint, index, integer, pgTable, text } from "drizzle-orm/pg-core";

/** Every call of a server-side tool; `ToolAudit` says what its columns mean. */
export const toolCalls = pgTable(
  "tool_calls",
  {
    id: text().primaryKey(),
    at: bigint({ mode: "number" }).notNull(),
    requestId: text("request_id").notNull(),
    keyId: text("key_id").notNull(),
    person: text().notNull(),
    tool: text().notNull(),
    argumentHash: text("argument_hash").notNull(),
    argumentBytes: integer("argument_bytes").notNull(),
    resultBytes: integer("result_bytes").notNull(),
    outcome: text().notNull(),
    ms: integer().notNull(),
  },
  (table) => [index("tool_calls_at").on(table.at), index("tool_calls_key").on(table.keyId, table.at)],
);
