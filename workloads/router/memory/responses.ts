import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { Fault } from "../http/fault.ts";
import { isObject, type JsonObject } from "../http/json.ts";
import { noteTurnDeletion } from "./deletion.ts";
import type { Page } from "./shapes.ts";
import { lockPerson, type Sql } from "./store.ts";
import { conversations, messages, responses, summaries } from "./table.ts";
import { titleOf } from "./title.ts";

// A chain that is longer has long outgrown every model.
const longestChain = 1_000;

export async function getResponse(database: Sql, person: string, id: string): Promise<JsonObject> {
  return (await ownResponse(database, person, id)).response;
}

/** What was said up to and with a stored response, as the items that a request would have to repeat. */
export async function expandResponse(database: Sql, person: string, id: string): Promise<JsonObject[]> {
  const chain = await database.execute<{ id: string; previous: string | null }>(sql`
    with recursive own as (
      select r.id, r.previous from ${responses} r
      join ${conversations} c on c.key = r.conversation where c.person = ${person}
    ), chain as (
      select id, previous, 1 as depth from own where id = ${id}
      union all
      select own.id, own.previous, depth + 1 from own join chain on own.id = chain.previous
      where depth < ${longestChain}
    )
    select id, previous from chain order by depth desc`);
  const ids = chain.rows.map((row) => row.id);
  const [oldest] = chain.rows;
  if (!oldest) throw unknownResponse(id);
  // Without its beginning the model would answer as if it had never been said.
  if (oldest.previous !== null) throw unknownResponse(oldest.previous);
  const rows = await database
    .select({ id: responses.id, input: responses.input, response: responses.response })
    .from(responses)
    .where(inArray(responses.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((each) => {
    const row = byId.get(each);
    return row ? [...row.input, ...outputOf(row.response)] : [];
  });
}

export interface InputAsk {
  limit: number;
  order: "asc" | "desc";
  /** The id of the last item that was seen. */
  after?: string | undefined;
}

/** What a response has read: all that went before it, and what its own request has added. */
export async function listInput(
  database: Sql,
  person: string,
  id: string,
  { limit, order, after }: InputAsk,
): Promise<Page<JsonObject>> {
  const { previous, input } = await ownResponse(database, person, id);
  const before = previous === null ? [] : await expandResponse(database, person, previous);
  // Clients seldom name what they send, but go from page to page by names.
  const items = [...before, ...input].map((item, index): JsonObject => ({ id: `item_${index}`, ...item }));
  if (order === "desc") items.reverse();
  const seen = items.findIndex((item) => item.id === after);
  if (after !== undefined && seen < 0) throw unknownItem(after);
  const data = items.slice(seen + 1, seen + 1 + limit);
  return { object: "list", data, has_more: seen + 1 + limit < items.length };
}

export async function isResponseLocal(database: Sql, person: string, id: string): Promise<boolean> {
  return (await ownResponse(database, person, id)).local;
}

/** With the messages that came with it, and all that was made of them. */
export async function deleteResponse(database: NodePgDatabase, person: string, id: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await lockPerson(transaction, person, "alone");
    const { turn, conversation, title } = await ownResponse(transaction, person, id);
    await noteTurnDeletion(transaction, person, turn);
    await transaction.delete(responses).where(eq(responses.id, id));
    const gone = await transaction
      .delete(messages)
      .where(and(eq(messages.conversation, conversation), eq(messages.turn, turn)))
      .returning({ position: messages.position, message: messages.message });
    await transaction.delete(summaries).where(eq(summaries.conversation, conversation));
    gone.sort((one, other) => one.position - other.position);
    const isTheirs = title === titleOf(gone.map(({ message }) => message));
    const [left] = await transaction
      .select({ count: count() })
      .from(messages)
      .where(eq(messages.conversation, conversation));
    const it = eq(conversations.key, conversation);
    if (left?.count === 0) await transaction.delete(conversations).where(it);
    else if (isTheirs) await transaction.update(conversations).set({ title: "" }).where(it);
  });
}

async function ownResponse(database: Sql, person: string, id: string) {
  const [row] = await database
    .select({
      response: responses.response,
      input: responses.input,
      previous: responses.previous,
      turn: responses.turn,
      conversation: responses.conversation,
      title: conversations.title,
      local: conversations.local,
    })
    .from(responses)
    .innerJoin(conversations, eq(conversations.key, responses.conversation))
    .where(and(eq(conversations.person, person), eq(responses.id, id)));
  if (!row) throw unknownResponse(id);
  return row;
}

function outputOf({ output }: JsonObject): JsonObject[] {
  return Array.isArray(output) ? output.filter(isObject) : [];
}

function unknownItem(id: string): Fault {
  return new Fault({
    status: 404,
    kind: "not_found",
    code: "item_not_found",
    param: "after",
    message: `There is no item ${id} in this response. Leave \`after\` out to begin at the first one.`,
  });
}

function unknownResponse(id: string): Fault {
  return new Fault({
    status: 404,
    kind: "not_found",
    code: "response_not_found",
    param: "previous_response_id",
    message: `You have no stored response ${id}. A response is stored when it is asked for with "store": true.`,
  });
}
