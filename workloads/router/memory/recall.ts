import type { JsonObject } from "../http/json.ts";
import type { Caller } from "../keys/caller.ts";
import type { MemoryAsk } from "./ask.ts";
import { assemble } from "./assemble.ts";
import { fit } from "./fit.ts";
import { readConversation, readNewest } from "./history.ts";
import { messagesOf, splitInstructions, tokensOf } from "./message.ts";
import { overlap } from "./overlap.ts";
import type { MemorySettings } from "./settings.ts";
import type { Sql } from "./store.ts";
import { entryOf, type Turn } from "./turn.ts";

export interface Recollect {
  /** The request's id. */
  id: string;
  caller: Caller;
  ask: MemoryAsk;
  /** How many tokens the model holds; undefined where nobody knows. */
  contextTokens: number | undefined;
  /** Whether the request must not leave the house; what is remembered of it then may not either. */
  local?: boolean | undefined;
  signal: AbortSignal;
}

export interface Recollection {
  /** The request with its history. */
  body: JsonObject;
  /** Whether it must stay in the house: because it has to itself, or because of what it goes on with. */
  local: boolean;
  /** To be given to `remember` with the answer; undefined when nothing shall be remembered. */
  turn?: Turn | undefined;
}

/** What will be written once the request is answered, in the form in which it will be. */
export function turnOf(
  body: JsonObject,
  { id, caller, ask, contextTokens, local = false }: Recollect,
  settings: MemorySettings,
): Turn {
  const [instructions, said] = splitInstructions(messagesOf(body));
  const keep = (message: JsonObject) => entryOf(message, settings.maxMessageBytes);
  return {
    id,
    at: Date.now(),
    caller,
    conversation: ask.conversation,
    previous: ask.previous,
    instructions: instructions.map((message) => keep(message).message),
    entries: said.map(keep),
    local,
    model: String(body.model),
    contextTokens: contextTokens ?? settings.contextTokens,
  };
}

/** Puts before the request what its conversation holds and its model can take. */
export async function withHistory(
  database: Sql,
  body: JsonObject,
  turn: Turn,
  id: string,
): Promise<Recollection> {
  const stored = await readConversation(database, turn.caller.person, id);
  if (!stored) return { body, local: turn.local, turn };
  const [given, sent] = splitInstructions(messagesOf(body));
  const instructions = given.length > 0 ? given : stored.instructions;
  const asked = [...instructions, ...sent].reduce((sum, message) => sum + tokensOf(message), 0);
  const budget = Math.max(0, turn.contextTokens - answerTokens(body, turn) - tokensOf(body.tools) - asked);

  const newest = await readNewest(database, stored.key, stored.tokens, budget);
  const known = newest.map(({ message, digest }) => ({ role: message.role, digest }));
  const { before } = overlap(known, turn.entries);
  const total = newest[before]?.offset ?? stored.tokens;
  const history = { messages: newest.slice(0, before), total, summary: stored.summary };
  const fitted = fit(history, budget, resultsIn(sent));
  const messages = assemble(instructions, fitted, sent);
  return { body: { ...body, messages }, local: turn.local || stored.local, turn };
}

/** Room for the answer: a quarter of what the model holds, or what the client allows. */
function answerTokens(body: JsonObject, { contextTokens }: Turn): number {
  const allowed = body.max_completion_tokens ?? body.max_tokens;
  // Many clients allow more than a small model holds in all, which would leave no room to remember anything.
  return typeof allowed === "number"
    ? Math.min(allowed, contextTokens / 2)
    : Math.min(4_096, contextTokens / 4);
}

/** Calls of the last answer whose results the client now brings. */
function resultsIn(sent: JsonObject[]): Set<string> {
  const end = sent.findIndex(({ role }) => role !== "tool");
  return new Set(sent.slice(0, end < 0 ? undefined : end).map((message) => String(message.tool_call_id)));
}
