import type { Json, JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { objects, text } from "../reading.ts";
import { systemNote } from "../system-note.ts";
import { type ResultOf, toolMessages } from "../tool-messages.ts";
import { contentOf, partsOf } from "./parts.ts";

/** Anthropic's system prompt and turns as OpenAI's messages. */
export function messagesOf(body: JsonObject): JsonObject[] {
  const system = contentOf(partsOf(body.system, "system"));
  const turns = objects(body.messages).flatMap((message, index) => turn(message, `messages[${index}]`));
  return system ? [{ role: "system", content: system }, ...turns] : turns;
}

function turn(message: JsonObject, where: string): JsonObject[] {
  switch (message.role) {
    case "user":
      return userTurn(message.content, where);
    case "assistant":
      return [assistantTurn(message.content, where)];
    case "system":
      return [{ role: "user", content: systemNote(plain(message.content)) }];
    default:
      throw cannot(`${where}.role`, 'expected "user", "assistant" or "system".');
  }
}

/** Results of tools come first, each as a message of its own: OpenAI wants them right behind the calls. */
function userTurn(content: Json | undefined, where: string): JsonObject[] {
  const blocks = Array.isArray(content) ? objects(content) : [];
  const results = blocks.flatMap((block, index): ResultOf[] => {
    if (block.type !== "tool_result") return [];
    const parts = partsOf(block.content, `${where}.content[${index}]`);
    return [{ id: text(block.tool_use_id), parts, isError: block.is_error === true, more: only(block) }];
  });
  const { messages, shown } = toolMessages(results);
  const rest =
    results.length > 0 ? blocks.map((block) => (block.type === "tool_result" ? null : block)) : content;
  const said = [...shown, ...partsOf(rest, where)];
  const spoken = contentOf(said);
  return spoken ? [...messages, { role: "user", content: spoken }] : messages;
}

function only({ cache_control }: JsonObject): JsonObject {
  return cache_control ? { cache_control } : {};
}

function assistantTurn(content: Json | undefined, where: string): JsonObject {
  const blocks = Array.isArray(content) ? objects(content) : [];
  const calls = blocks.filter(({ type }) => type === "tool_use");
  const thoughts = blocks.filter(({ type }) => type === "thinking" || type === "redacted_thinking");
  const aside = new Set([...calls, ...thoughts]);
  const rest = blocks.length > 0 ? blocks.map((block) => (aside.has(block) ? null : block)) : content;
  const said = thoughts.map(({ thinking }) => text(thinking)).join("");
  const signed = thoughts.filter(({ signature, data }) => signature || data);
  return {
    role: "assistant",
    content: contentOf(partsOf(rest, where)) ?? null,
    // Models that think between calls go on from what they thought. Signed thoughts are for servers of Anthropic's models.
    reasoning_content: said || undefined,
    thinking_blocks: signed.length > 0 ? signed : undefined,
    tool_calls: calls.length > 0 ? calls.map(callOf) : undefined,
  };
}

function callOf({ id, name, input, cache_control }: JsonObject): JsonObject {
  const called = { name, arguments: JSON.stringify(input ?? {}) };
  return { id, type: "function", function: called, cache_control: cache_control ?? undefined };
}

function plain(content: Json | undefined): string {
  return typeof content === "string"
    ? content
    : objects(content)
        .map((block) => text(block.text))
        .join("\n\n");
}
