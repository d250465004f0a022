import { randomUUID } from "node:crypto";
import { and, asc, count, desc, eq, gt, lt, max, or, sql } from "drizzle-orm";
import { Fault } from "../http/fault.ts";
import { keepStrings, storable } from "./keep.ts";
import type { Changes, Conversation, Page, Remembered, ShownMessage } from "./shapes.ts";
import type { Sql } from "./store.ts";
import { conversations, messages } from "./table.ts";

/** As OpenAI's clients know a conversation, with what people want to see in a list of them. */
const shown = {
  id: conversations.id,
  title: conversations.title,
  pinned: conversations.pinned,
  metadata: conversations.metadata,
  tokens: conversations.tokens,
  createdAt: conversations.createdAt,
  updatedAt: conversations.updatedAt,
};

// Far beyond what a value may have: here only what PostgreSQL cannot hold has to go.
const longestValue = 10_000;

type Row = Pick<typeof conversations.$inferSelect, keyof typeof shown>;

/** The latest first; `after` is the id of the last one that was seen. */
export async function listConversations(
  database: Sql,
  person: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<Conversation>> {
  const mark = after === undefined ? undefined : await ownConversation(database, person, after);
  const older = mark
    ? or(
        lt(conversations.updatedAt, mark.updatedAt),
        and(eq(conversations.updatedAt, mark.updatedAt), lt(conversations.key, mark.key)),
      )
    : undefined;
  const rows = await database
    .select(shown)
    .from(conversations)
    .where(and(eq(conversations.person, person), older))
    .orderBy(desc(conversations.updatedAt), desc(conversations.key))
    .limit(limit + 1);
  return { object: "list", data: rows.slice(0, limit).map(toShow), has_more: rows.length > limit };
}

export async function createConversation(
  database: Sql,
  person: string,
  changes: Changes,
): Promise<Conversation> {
  const now = new Date();
  const id = `conv_${randomUUID().replaceAll("-", "")}`;
  const values = { person, id, createdAt: now, updatedAt: now, ...given(changes) };
  const [row] = await database.insert(conversations).values(values).returning(shown);
  return found(row, id);
}

export async function getConversation(database: Sql, person: string, id: string): Promise<Conversation> {
  return toShow(await ownConversation(database, person, id));
}

/** Not a reason to stand first in the list: `updatedAt` is left as it is. */
export async function changeConversation(
  database: Sql,
  person: string,
  id: string,
  changes: Changes,
): Promise<Conversation> {
  const values = given(changes);
  if (Object.keys(values).length === 0) return getConversation(database, person, id);
  const [row] = await database.update(conversations).set(values).where(ownedBy(person, id)).returning(shown);
  return found(row, id);
}

/** In their order; `after` is the last position that was seen. */
export async function listMessages(
  database: Sql,
  person: string,
  id: string,
  { limit, after }: { limit: number; after?: number | undefined },
): Promise<Page<ShownMessage>> {
  const { key } = await ownConversation(database, person, id);
  const rows = await database
    .select({ position: messages.position, at: messages.at, message: messages.message })
    .from(messages)
    .where(and(eq(messages.conversation, key), gt(messages.position, after ?? -1)))
    .orderBy(asc(messages.position))
    .limit(limit + 1);
  const data = rows.slice(0, limit).map(({ at, ...row }) => ({ ...row, at: seconds(at) }));
  return { object: "list", data, has_more: rows.length > limit };
}

/** Everybody of whom conversations are kept, for those who look after the router. */
export async function listPeople(database: Sql): Promise<Remembered[]> {
  const rows = await database
    .select({
      person: conversations.person,
      conversations: count(),
      updatedAt: max(conversations.updatedAt),
    })
    .from(conversations)
    .groupBy(conversations.person)
    .orderBy(sql`lower(${conversations.person})`);
  return rows.map(({ updatedAt, ...row }) => ({ ...row, updated_at: updatedAt ? seconds(updatedAt) : 0 }));
}

async function ownConversation(database: Sql, person: string, id: string): Promise<Row & { key: number }> {
  const [row] = await database
    .select({ key: conversations.key, ...shown })
    .from(conversations)
    .where(ownedBy(person, id));
  if (!row) throw unknownConversation(id);
  return row;
}

export function unknownConversation(id: string): Fault {
  return new Fault({
    status: 404,
    kind: "not_found",
    code: "conversation_not_found",
    message: `You have no conversation ${id}. GET /v1/conversations lists those that you have.`,
  });
}

function ownedBy(person: string, id: string) {
  return and(eq(conversations.person, person), eq(conversations.id, id));
}

function found(row: Row | undefined, id: string): Conversation {
  if (!row) throw unknownConversation(id);
  return toShow(row);
}

function toShow({ createdAt, updatedAt, ...row }: Row): Conversation {
  const { id, title, pinned, metadata, tokens } = row;
  const times = { created_at: seconds(createdAt), updated_at: seconds(updatedAt) };
  return { id, object: "conversation", title, pinned, metadata, tokens, ...times };
}

function given({ title, pinned, metadata }: Changes) {
  return {
    ...(title !== undefined && { title: storable(title) }),
    ...(pinned !== undefined && { pinned }),
    ...(metadata !== undefined && {
      metadata: keepStrings(metadata ?? {}, longestValue) as Record<string, string>,
    }),
  };
}

export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
