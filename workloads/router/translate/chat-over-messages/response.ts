import type { JsonObject } from "../../http/json.ts";
import { object, objects, text } from "../reading.ts";
import { finishReason } from "../stop-reason.ts";
import { chatUsage } from "../usage-forms.ts";

/** Anthropic's message as OpenAI's chat completion. */
export function toChatAnswer(answer: JsonObject): JsonObject {
  const blocks = objects(answer.content);
  const usage = object(answer.usage);
  const choice = {
    index: 0,
    message: { role: "assistant", refusal: null, ...messageOf(blocks) },
    logprobs: null,
    ...ending(answer),
  };
  return {
    id: answer.id,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: answer.model,
    choices: [choice],
    usage: usage && chatUsage(usage),
    service_tier: usage && tierOf(usage),
  };
}

/** Why it ended. Which sequence stopped it is said in the field that vLLM has for it. */
export function ending({ stop_reason, stop_sequence }: JsonObject): JsonObject {
  return { finish_reason: finishReason(stop_reason), stop_reason: stop_sequence ?? undefined };
}

export function tierOf({ service_tier }: JsonObject): string | undefined {
  return service_tier === "standard" ? "default" : text(service_tier) || undefined;
}

function messageOf(blocks: JsonObject[]): JsonObject {
  const of = (...types: string[]) => blocks.filter(({ type }) => types.includes(text(type)));
  const said = of("text").map((block) => text(block.text));
  const thought = of("thinking")
    .map((block) => text(block.thinking))
    .join("");
  const kept = of("thinking", "redacted_thinking");
  const calls = of("tool_use");
  return {
    content: said.length > 0 ? said.join("") : null,
    reasoning_content: thought || undefined,
    // With their signatures, so that the next turn can send them back: Anthropic asks for that where tools are called.
    thinking_blocks: kept.length > 0 ? kept : undefined,
    tool_calls: calls.length > 0 ? calls.map(callOf) : undefined,
  };
}

function callOf({ id, name, input }: JsonObject): JsonObject {
  return { id, type: "function", function: { name, arguments: JSON.stringify(input ?? {}) } };
}
