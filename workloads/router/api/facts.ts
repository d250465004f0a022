import { hash } from "node:crypto";
import { isObject, type Json, type JsonObject } from "../http/json.ts";
import { Weight } from "./weight.ts";

/** What a request needs of a model, and how it wants its answer. */
export interface Facts {
  /** As asked: an alias, perhaps. */
  model: string;
  stream: boolean;
  /** Whether the client's own stream shall hold usage: where not, what the router asked for is taken out again. */
  wantsUsage: boolean;
  /** Of the prompt, rather too many than too few. */
  tokens: number;
  maxOutput: number | undefined;
  vision: boolean;
  audio: boolean;
  tools: boolean;
  jsonSchema: boolean;
  /** The same for every turn of a conversation, so that they meet the same KV cache; empty where there is none. */
  conversation: string;
}

/** What of a body counts as prompt, and what names its conversation. */
export interface Prompt {
  /** All that the model reads. */
  read: readonly (Json | undefined)[];
  /** A name that the client gave the conversation. */
  named: Json | undefined;
  /** What stays the same from turn to turn: the system's words and the first question. */
  opening: readonly (Json | undefined)[];
}

export function factsOf(
  body: JsonObject,
  { read, named, opening }: Prompt,
  said: Partial<Facts> = {},
): Facts {
  const weight = new Weight();
  for (const part of read) weight.add(part);
  return {
    model: typeof body.model === "string" ? body.model : "",
    stream: body.stream === true,
    wantsUsage: true,
    tokens: weight.tokens,
    maxOutput: undefined,
    vision: weight.images > 0,
    audio: weight.audio > 0,
    tools: Array.isArray(body.tools) && body.tools.length > 0,
    jsonSchema: false,
    conversation: typeof named === "string" && named ? digest(named) : openingName(opening),
    ...said,
  };
}

export function whole(...values: (Json | undefined)[]): number | undefined {
  return values.find((value) => typeof value === "number");
}

/** The first message of a role, which is what a conversation keeps saying. */
export function firstOf(messages: Json | undefined, role: string): Json | undefined {
  if (!Array.isArray(messages)) return undefined;
  const found = messages.find((message) => isObject(message) && message.role === role);
  return isObject(found) ? found.content : undefined;
}

// Enough to tell conversations apart; a hash of long prompts would cost more than routing itself.
const enough = 2_000;

function openingName(opening: readonly (Json | undefined)[]): string {
  const texts = opening.map(firstText);
  // Nothing to tell it by: one name for all of these would send them all to one server.
  if (texts.every((text) => text === "")) return "";
  return digest(texts.map((text) => `${text.length}:${text.slice(0, enough)}`).join("\n"));
}

/** Of a list of parts, their text: cache marks move from turn to turn, what is said does not. */
function firstText(part: Json | undefined): string {
  if (typeof part === "string") return part;
  if (Array.isArray(part)) return part.map(firstText).join("\n");
  if (!isObject(part)) return "";
  return typeof part.text === "string" ? part.text : "";
}

function digest(text: string): string {
  return hash("sha1", text, "base64url");
}
