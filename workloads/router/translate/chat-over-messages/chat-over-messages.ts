import type { Translation } from "../translation.ts";
import { toMessagesRequest } from "./request.ts";
import { toChatAnswer } from "./response.ts";
import { ChatChunks } from "./stream.ts";

export interface ChatOverMessagesSettings {
  /** For requests that set no limit: Anthropic's API demands one. */
  maxTokens: number;
}

/** Lets a client of OpenAI's chat completions use a provider that speaks Anthropic's Messages. */
export function chatOverMessages(settings: ChatOverMessagesSettings): Translation {
  return {
    path: "/messages",
    request: (body) => toMessagesRequest(body, settings),
    response: toChatAnswer,
    stream: (asked) => new ChatChunks(asked),
  };
}
