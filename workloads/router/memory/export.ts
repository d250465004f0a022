import { and, asc, eq, gt } from "drizzle-orm";
import type { Sql } from "./store.ts";
import { conversations, memoryPreferences, messages, responses, summaries } from "./table.ts";

const atOnce = 100;

/**
 * Everything that the memory has of a person, as lines of JSON; but for the vectors, which only say the same in
 * numbers. Read in pages, since a slow client must not hold a transaction open.
 */
export async function* exportPerson(database: Sql, person: string): AsyncGenerator<string> {
  const preferences = await database
    .select()
    .from(memoryPreferences)
    .where(eq(memoryPreferences.person, person));
  for (const row of preferences) yield line("preferences", row);
  for await (const conversation of pages((after) =>
    database
      .select()
      .from(conversations)
      .where(and(eq(conversations.person, person), gt(conversations.key, after)))
      .orderBy(asc(conversations.key))
      .limit(atOnce),
  )) {
    yield line("conversation", conversation);
    yield* exportConversation(database, conversation.key);
  }
}

async function* exportConversation(database: Sql, conversation: number): AsyncGenerator<string> {
  const { key, position, turn, message, at } = messages;
  for await (const row of pages((after) =>
    database
      .select({ key, conversation: messages.conversation, position, turn, at, message })
      .from(messages)
      .where(and(eq(messages.conversation, conversation), gt(key, after)))
      .orderBy(asc(key))
      .limit(atOnce),
  )) {
    yield line("message", row);
  }
  const told = await database.select().from(summaries).where(eq(summaries.conversation, conversation));
  for (const row of told) yield line("summary", row);
  const stored = await database.select().from(responses).where(eq(responses.conversation, conversation));
  for (const row of stored) yield line("response", row);
}

async function* pages<Row extends { key: number }>(
  read: (after: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let rows = await read(0); rows.length > 0; rows = await read(rows.at(-1)?.key ?? 0)) yield* rows;
}

function line(type: string, row: object): string {
  return `${JSON.stringify({ type, ...row })}\n`;
}
