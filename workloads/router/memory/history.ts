import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { JsonObject } from "../http/json.ts";
import type { Summary } from "./fit.ts";
import type { Sql } from "./store.ts";
import { conversations, messages, summaries } from "./table.ts";

/** A stored message as it is needed to put it before a request. */
export interface StoredMessage {
  position: number;
  offset: number;
  tokens: number;
  digest: string;
  message: JsonObject;
}

export interface StoredConversation {
  instructions: JsonObject[];
  local: boolean;
  tokens: number;
  summary: Summary | undefined;
}

export async function readConversation(
  database: Sql,
  person: string,
  id: string,
): Promise<(StoredConversation & { key: number }) | undefined> {
  const [row] = await database
    .select({
      key: conversations.key,
      instructions: conversations.instructions,
      local: conversations.local,
      tokens: conversations.tokens,
      upTo: summaries.upTo,
      text: summaries.text,
      summaryTokens: summaries.tokens,
    })
    .from(conversations)
    .leftJoin(summaries, eq(summaries.conversation, conversations.key))
    .where(and(eq(conversations.person, person), eq(conversations.id, id)));
  if (!row) return undefined;
  const { key, instructions, local, tokens, upTo, text, summaryTokens } = row;
  const told = upTo !== null && text !== null && summaryTokens !== null;
  return {
    key,
    instructions,
    local,
    tokens,
    summary: told ? { upTo, text, tokens: summaryTokens } : undefined,
  };
}

/** The newest messages of a conversation that come to so many tokens, oldest first. */
export function readNewest(
  database: Sql,
  key: number,
  total: number,
  tokens: number,
): Promise<StoredMessage[]> {
  const { position, offset, digest, message } = messages;
  return database
    .select({ position, offset, tokens: messages.tokens, digest, message })
    .from(messages)
    .where(and(eq(messages.conversation, key), gt(sql`${offset} + ${messages.tokens}`, total - tokens)))
    .orderBy(asc(position));
}
