import type { JsonObject } from "../http/json.ts";
import type { Caller } from "../keys/caller.ts";
import { keepMessage } from "./keep.ts";
import { keepItem, keepResponse } from "./keep-response.ts";
import { digestOf, tokensOf } from "./message.ts";

/** A message in the form in which it is stored. */
export interface Entry {
  role: unknown;
  message: JsonObject;
  /** Of the message as the client has it, so that it is known again when the client sends it back. */
  digest: string;
  tokens: number;
}

/** What a request has asked that shall be remembered once it is answered. */
export interface Turn {
  /** The request's id. */
  id: string;
  /** Milliseconds since 1970: what is deleted after it was asked is not written any more. */
  at: number;
  caller: Caller;
  conversation?: string | undefined;
  /** The stored response whose conversation goes on. */
  previous?: string | undefined;
  instructions: JsonObject[];
  /** All that the client sent; what of it is new is known when it is written. */
  entries: Entry[];
  /** It must not leave the house. */
  local: boolean;
  model: string;
  contextTokens: number;
}

/** Of the Responses API: what GET gives back, and what `previous_response_id` continues. */
export interface StoredResponse {
  id: string;
  /** The items that this request itself has brought. */
  input: JsonObject[];
  response: JsonObject;
}

export interface FinishedTurn {
  turn: Turn;
  /** The assistant's message (OpenAI's chat form). */
  answer: JsonObject;
  response?: StoredResponse | undefined;
}

/** A finished turn as it is written. What may not be kept has been left out before it is put anywhere. */
export interface KeptTurn {
  turn: Turn;
  answer: Entry;
  response?: StoredResponse | undefined;
}

export function keepTurn({ turn, answer, response }: FinishedTurn, maxBytes: number): KeptTurn {
  const stored = response && {
    id: response.id,
    input: response.input.map((item) => keepItem(item, maxBytes)),
    response: keepResponse(response.response, maxBytes),
  };
  return { turn, answer: entryOf(answer, maxBytes), response: stored };
}

export function entryOf(message: JsonObject, maxBytes: number): Entry {
  const kept = keepMessage(message, maxBytes);
  return { role: message.role, message: kept, digest: digestOf(message), tokens: tokensOf(kept) };
}
