import { createHash } from "node:crypto";
import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { wasDeleted } from "./deletion.ts";
import type { MemorySettings } from "./settings.ts";
import { lockPerson, type Sql } from "./store.ts";
import { conversations, messages, responses } from "./table.ts";
import { titleOf } from "./title.ts";
import type { Entry, KeptTurn, StoredResponse, Turn } from "./turn.ts";
import { wordsOf } from "./words.ts";

// A statement may carry no more than 65,535 values.
const atOnce = 500;

/** A conversation after something was added to it. */
export interface Grown {
  key: number;
  tokens: number;
}

/**
 * Writes a turn at the end of its conversation; once, however often it is tried. Two at a time come one after the
 * other, since each holds the conversation's row. Undefined when it was deleted before it could be written.
 */
export async function append(
  database: NodePgDatabase,
  { turn, answer, response }: KeptTurn,
  settings: MemorySettings,
): Promise<Grown | undefined> {
  return database.transaction(async (transaction) => {
    const { person } = turn.caller;
    await lockPerson(transaction, person, "shared");
    const id = await conversationOf(transaction, turn);
    // A client that names nothing sends all that was said, so with its turn a deleted conversation would come back.
    const unnamed = turn.conversation === undefined && !response;
    if (id === undefined || (await wasDeleted(transaction, turn, id, unnamed))) return undefined;
    const conversation = await openConversation(transaction, person, id, turn);
    if (await isWritten(transaction, conversation.key, turn.id)) return conversation;

    const unknown = await unknownOf(transaction, conversation.key, turn.entries);
    const fresh = [...unknown, answer].slice(-settings.maxMessages);
    const rows = rowsOf(fresh, conversation, turn.id, settings);
    for (let start = 0; start < rows.length; start += atOnce) {
      await transaction.insert(messages).values(rows.slice(start, start + atOnce));
    }
    const next = conversation.next + rows.length;
    const tokens = conversation.tokens + fresh.reduce((sum, entry) => sum + entry.tokens, 0);
    const title = conversation.title || titleOf(fresh.map(({ message }) => message));
    await transaction
      .update(conversations)
      .set({ next, tokens, title, updatedAt: new Date() })
      .where(eq(conversations.key, conversation.key));
    await transaction
      .delete(messages)
      .where(
        and(eq(messages.conversation, conversation.key), lt(messages.position, next - settings.maxMessages)),
      );
    if (response) await insertResponse(transaction, conversation.key, turn, response);
    return { key: conversation.key, tokens };
  });
}

/** Undefined where a response goes on that has been deleted since. */
async function conversationOf(database: Sql, turn: Turn): Promise<string | undefined> {
  if (turn.conversation !== undefined) return turn.conversation;
  if (turn.previous === undefined) {
    return (await continued(database, turn)) ?? newConversation(turn);
  }
  const [found] = await database
    .select({ id: conversations.id })
    .from(responses)
    .innerJoin(conversations, eq(conversations.key, responses.conversation))
    .where(and(eq(conversations.person, turn.caller.person), eq(responses.id, turn.previous)));
  return found?.id;
}

/** The same for the same turn: tried again after a crash, it would else begin a second conversation. */
function newConversation({ id }: Turn): string {
  return `conv_${createHash("sha256").update(id).digest("hex").slice(0, 32)}`;
}

/** A client that names no conversation is known by its last exchange: the question and the answer to it. */
async function continued(database: Sql, { caller, entries }: Turn): Promise<string | undefined> {
  const at = entries.findLastIndex(({ role }) => role === "assistant");
  const [question, answer] = [entries[at - 1], entries[at]];
  if (!question || !answer) return undefined;
  const asked = sql`(select 1 from ${messages} asked where asked.conversation = ${messages.conversation}
    and asked.position = ${messages.position} - 1 and asked.digest = ${question.digest})`;
  const [found] = await database
    .select({ id: conversations.id })
    .from(messages)
    .innerJoin(conversations, eq(conversations.key, messages.conversation))
    .where(
      and(eq(conversations.person, caller.person), eq(messages.digest, answer.digest), sql`exists ${asked}`),
    )
    .orderBy(desc(messages.key))
    .limit(1);
  return found?.id;
}

async function openConversation(database: Sql, person: string, id: string, { instructions, local }: Turn) {
  const now = new Date();
  const given = { ...(instructions.length > 0 && { instructions }), ...(local && { local }) };
  const [conversation] = await database
    .insert(conversations)
    .values({ person, id, createdAt: now, updatedAt: now, ...given })
    .onConflictDoUpdate({
      target: [conversations.person, conversations.id],
      set: { updatedAt: now, ...given },
    })
    .returning({
      key: conversations.key,
      next: conversations.next,
      tokens: conversations.tokens,
      title: conversations.title,
    });
  if (!conversation) throw new Error("an insert that updates gave no row");
  return conversation;
}

/** When a connection or the router dies during a commit, nobody knows whether it was done, so it is tried again. */
async function isWritten(database: Sql, conversation: number, turn: string): Promise<boolean> {
  const rows = await database
    .select({ key: messages.key })
    .from(messages)
    .where(and(eq(messages.conversation, conversation), eq(messages.turn, turn)))
    .limit(1);
  return rows.length > 0;
}

/** What follows the last answer that is known: see `overlap`, which tells a model's history from a request the same way. */
async function unknownOf(database: Sql, conversation: number, entries: Entry[]): Promise<Entry[]> {
  const answers = entries.filter(({ role }) => role === "assistant").map(({ digest }) => digest);
  if (answers.length === 0) return entries;
  const rows = await database
    .select({ digest: messages.digest })
    .from(messages)
    .where(and(eq(messages.conversation, conversation), inArray(messages.digest, answers)));
  const known = new Set(rows.map(({ digest }) => digest));
  return entries.slice(entries.findLastIndex(({ digest }) => known.has(digest)) + 1);
}

function rowsOf(
  entries: Entry[],
  start: { key: number; next: number; tokens: number },
  turn: string,
  { searchLanguage: language }: MemorySettings,
) {
  let offset = start.tokens;
  return entries.map(({ message, digest, tokens }, index) => {
    const row = {
      conversation: start.key,
      position: start.next + index,
      turn,
      message,
      digest,
      offset,
      tokens,
      at: new Date(),
      words: wordsOf(message, language),
      language,
    };
    offset += tokens;
    return row;
  });
}

async function insertResponse(
  database: Sql,
  conversation: number,
  { id: turn, previous }: Turn,
  stored: StoredResponse,
): Promise<void> {
  await database
    .insert(responses)
    .values({ ...stored, conversation, turn, previous: previous ?? null, at: new Date() })
    .onConflictDoNothing();
}
