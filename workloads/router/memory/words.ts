import { eq, ne, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { JsonObject } from "../http/json.ts";
import { searchable } from "./fold.ts";
import { textOf } from "./message.ts";
import { messages } from "./table.ts";

const atOnce = 100;

/** What tools answer is no word of anybody, and would bury what is. */
export function wordsOf(message: JsonObject, language: string) {
  const spoken = message.role === "user" || message.role === "assistant";
  return sql<string>`to_tsvector(${language}::regconfig, ${spoken ? searchable(textOf(message)) : ""})`;
}

/** Makes the words of old messages anew after the search has got another language. */
export async function renewWords(
  database: NodePgDatabase,
  language: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const rows = await database
      .select({ key: messages.key, message: messages.message })
      .from(messages)
      .where(ne(messages.language, language))
      .limit(atOnce);
    for (const { key, message } of rows) {
      const words = wordsOf(message, language);
      await database.update(messages).set({ words, language }).where(eq(messages.key, key));
    }
    if (rows.length < atOnce) return;
  }
}
