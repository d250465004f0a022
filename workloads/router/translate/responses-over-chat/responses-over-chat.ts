import type { Translation } from "../translation.ts";
import { toChatRequest } from "./request.ts";
import { toResponse } from "./response.ts";
import { ResponseEvents } from "./stream.ts";

/**
 * Lets a client of OpenAI's Responses API use a provider that speaks chat completions. What `previous_response_id` stands
 * for must be in `input` already: a translation keeps nothing.
 */
export const responsesOverChat: Translation = {
  path: "/chat/completions",
  request: toChatRequest,
  response: toResponse,
  stream: (asked) => new ResponseEvents(asked),
};
