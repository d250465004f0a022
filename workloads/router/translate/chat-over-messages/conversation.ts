import { type Json, type JsonObject, parseObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { objects, text } from "../reading.ts";
import { systemNote } from "../system-note.ts";
import { toolId } from "../tool-id.ts";
import { blocksOf } from "./blocks.ts";

export interface Conversation {
  system: string | JsonObject[] | undefined;
  messages: JsonObject[];
}

/** OpenAI's messages as Anthropic's system prompt and alternating turns. */
export function conversationOf(asked: JsonObject[]): Conversation {
  const start = asked.findIndex((message) => !isSystem(message));
  const leading = start < 0 ? asked.length : start;
  const system = asked
    .slice(0, leading)
    .flatMap((message, index) => marked(message, blocksOf(message.content, at(index))));
  const turns = new Turns();
  asked.slice(leading).forEach((message, index) => {
    turns.add(message, at(leading + index));
  });
  // Anthropic's API wants somebody to speak: a system prompt alone is what the user says.
  if (turns.messages.length === 0)
    return { system: undefined, messages: [{ role: "user", content: system }] };
  return { system: systemOf(system), messages: turns.messages };
}

function at(index: number): string {
  return `messages[${index}]`;
}

function isSystem({ role }: JsonObject): boolean {
  return role === "system" || role === "developer";
}

/** As short as it can be said: blocks only where marks for the cache hang on them. */
function systemOf(blocks: JsonObject[]): Conversation["system"] {
  if (blocks.length === 0) return undefined;
  return blocks.some(({ cache_control }) => cache_control)
    ? blocks
    : blocks.map(({ text }) => text).join("\n\n");
}

/** Anthropic wants turns: what one side says in a row is one message, with all results of tools in the first after the calls. */
class Turns {
  readonly messages: JsonObject[] = [];

  add(message: JsonObject, where: string): void {
    this.#say(message.role === "assistant" ? "assistant" : "user", blocksFor(message, where));
  }

  #say(role: string, said: JsonObject[]): void {
    if (said.length === 0) return;
    const last = this.messages.at(-1);
    if (last?.role === role) last.content = [...objects(last.content), ...said];
    else this.messages.push({ role, content: said });
  }
}

function blocksFor(message: JsonObject, where: string): JsonObject[] {
  switch (message.role) {
    case "assistant":
      return marked(message, assistantBlocks(message, where));
    case "tool":
      return [toolResult(message, where)];
    case "system":
    case "developer":
      return marked(message, [{ type: "text", text: systemNote(plain(message.content)) }]);
    case "user":
      return marked(message, blocksOf(message.content, where));
    default:
      throw cannot(`${where}.role`, 'expected "system", "developer", "user", "assistant" or "tool".');
  }
}

function assistantBlocks(message: JsonObject, where: string): JsonObject[] {
  const calls = objects(message.tool_calls).map((call, index) =>
    toolUse(call, `${where}.tool_calls[${index}]`),
  );
  const refusal = text(message.refusal);
  return [
    ...thoughts(message),
    ...blocksOf(message.content, where),
    ...(refusal ? [{ type: "text", text: refusal }] : []),
    ...calls,
  ];
}

/**
 * Thinking goes back only with its signature, as `thinking_blocks` carry it; without one it would be refused. Twice the
 * same is what clients make that append each piece of a stream to what they have.
 */
function thoughts(message: JsonObject): JsonObject[] {
  const seen = new Set<string>();
  return objects(message.thinking_blocks).flatMap(({ type, thinking, signature, data }) => {
    const block = type === "redacted_thinking" ? { type, data } : { type: "thinking", thinking, signature };
    const proof = text(type === "redacted_thinking" ? data : signature);
    if (!proof || seen.has(proof)) return [];
    seen.add(proof);
    return [block];
  });
}

function toolUse(call: JsonObject, where: string): JsonObject {
  const called = call.function;
  if (typeof called !== "object" || called === null || Array.isArray(called)) {
    throw cannot(`${where}.type`, "only calls of functions can be translated for Anthropic's API.");
  }
  const given = text(called.arguments).trim();
  const input = given ? parseObject(given) : {};
  if (!input)
    throw cannot(`${where}.function.arguments`, "expected a JSON object, as Anthropic's API wants it.");
  return {
    type: "tool_use",
    id: toolId(call.id),
    name: called.name,
    input,
    cache_control: call.cache_control,
  };
}

function toolResult(message: JsonObject, where: string): JsonObject {
  const blocks = blocksOf(message.content, where);
  const [only] = blocks;
  const isPlain = blocks.length === 1 && only?.type === "text" && !only.cache_control;
  return {
    type: "tool_result",
    tool_use_id: toolId(message.tool_call_id),
    content: isPlain ? only.text : blocks,
    is_error: message.is_error === true ? true : undefined,
    cache_control: message.cache_control,
  };
}

function plain(content: Json | undefined): string {
  return typeof content === "string"
    ? content
    : objects(content)
        .map(({ text: said }) => text(said))
        .join("\n\n");
}

/** A mark for the cache that hangs on a message as a whole belongs to its last block. */
function marked({ cache_control }: JsonObject, blocks: JsonObject[]): JsonObject[] {
  const last = blocks.at(-1);
  return cache_control && last ? [...blocks.slice(0, -1), { ...last, cache_control }] : blocks;
}
