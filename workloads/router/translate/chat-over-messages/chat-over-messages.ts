import type { Translation } from "../translation.ts";
import { type ChatOverMessagesSettings, toMessagesRequest } from "./request.ts";
import { toChatAnswer } from "./response.ts";
import { ChatChunks } from "./stream.ts";

/** Lets a client of OpenAI's chat completions use a provider that speaks Anthropic's Messages. */
export function chatOverMessages(settings: ChatOverMessagesSettings): Translation {
  return {
    path: "/messages",
    request: (body) => toMessagesRequest(body, settings),
    response: toChatAnswer,
    stream: (asked) => new ChatChunks(asked),
  };
}
