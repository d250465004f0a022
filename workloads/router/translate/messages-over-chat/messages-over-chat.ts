import type { Translation } from "../translation.ts";
import { toChatRequest } from "./request.ts";
import { toMessage } from "./response.ts";
import { MessageEvents } from "./stream.ts";

/** Lets a client of Anthropic's Messages use a provider that speaks OpenAI's chat completions. */
export const messagesOverChat: Translation = {
  path: "/chat/completions",
  request: toChatRequest,
  response: (answer) => toMessage(answer),
  stream: () => new MessageEvents(),
};
