import { isObject, type JsonObject } from "../../http/json.ts";
import { type AgentAsk, Conversation } from "./conversation.ts";
import { renamed } from "./ids.ts";
import { callsOf } from "./message.ts";

/** A chat completion in which the router runs its own tools until the model has an answer, or calls a client's tool. */
export async function runWithTools(ask: AgentAsk): Promise<JsonObject> {
  const conversation = await Conversation.begin(ask, ask.signal);
  const said: string[] = [];
  for (;;) {
    const answer = await ask.models.chat(conversation.next({ stream: false }), conversation.inner);
    if (isObject(answer.usage)) conversation.count(answer.usage);
    const choice = Array.isArray(answer.choices) && isObject(answer.choices[0]) ? answer.choices[0] : {};
    const message = renamed(isObject(choice.message) ? choice.message : { role: "assistant", content: "" });
    const calls = callsOf(message);
    const own = calls.filter(({ name }) => conversation.isOwn(name));
    const server = calls.filter(({ name }) => !conversation.isOwn(name));
    if (typeof message.content === "string" && message.content !== "") {
      if (!conversation.prose) said.length = 0;
      said.push(message.content);
    }
    const over = server.length === 0 || conversation.last;
    if (!over) {
      for await (const _ of conversation.answer(message, server)) {
        // Nobody looks on: the client waits for one answer.
      }
    }
    if (!over && own.length === 0) continue;
    if (own.length > 0) conversation.park(message, own, { answered: !over });
    const { tool_calls: _, ...rest } = message;
    const content = said.length > 0 ? said.join("\n\n") : (message.content ?? null);
    const visible = own.length > 0 ? { tool_calls: own.map(({ whole }) => whole) } : {};
    return {
      ...answer,
      choices: [
        {
          ...choice,
          message: { ...rest, content, ...visible },
          finish_reason: reasonFor(choice, own, server),
        },
      ],
      ...(conversation.usage ? { usage: conversation.usage } : {}),
      router: { tools: conversation.done.map((one) => ({ ...one })) },
    };
  }
}

/** Calls of the router's own that were not run any more are as good as an answer that was cut. */
export function reasonFor(
  choice: JsonObject,
  own: readonly unknown[],
  server: readonly unknown[],
): JsonObject["finish_reason"] {
  if (own.length > 0) return "tool_calls";
  return server.length > 0 ? "length" : choice.finish_reason;
}
