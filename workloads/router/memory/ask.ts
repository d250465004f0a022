import type { IncomingHttpHeaders } from "node:http";
import { Fault } from "../http/fault.ts";
import { isObject, type Json, type JsonObject } from "../http/json.ts";

/** What a request asks of the memory. Nothing of the three: nothing is remembered. */
export interface MemoryAsk {
  conversation?: string | undefined;
  /** `previous_response_id` */
  previous?: string | undefined;
  /** Only where the client says so itself, whatever OpenAI takes for granted. */
  store: boolean;
}

const longestName = 200;

/** Reads it from a header or the body, whichever API is spoken; the header wins. */
export function memoryAsk(headers: IncomingHttpHeaders, body: JsonObject): MemoryAsk {
  const header = headers["x-conversation-id"];
  const conversation = Array.isArray(header) ? header[0] : header;
  return {
    conversation: conversation
      ? nameOf(conversation, "x-conversation-id")
      : nameOf(isObject(body.conversation) ? body.conversation.id : body.conversation, "conversation"),
    previous: nameOf(body.previous_response_id, "previous_response_id"),
    store: body.store === true,
  };
}

/** The fields are the router's own: a provider knows none of these conversations. */
export function withoutMemoryAsk(body: JsonObject): JsonObject {
  const { conversation: _, previous_response_id: __, ...rest } = body;
  return rest;
}

export function nameOf(value: Json | undefined, param: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value.length <= longestName && /^[^\p{Cc}\p{Cs}]+$/u.test(value))
    return value;
  const message = `${param} must be a text of 1 to ${longestName} characters without control characters.`;
  throw new Fault({ status: 400, kind: "invalid_request", code: "invalid_value", param, message });
}
