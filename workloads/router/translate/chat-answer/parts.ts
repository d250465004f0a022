import type { Json, JsonObject } from "../../http/json.ts";
import { object, objects, text } from "../reading.ts";

export type PartKind = "thinking" | "redacted" | "text" | "refusal" | "tool";

/** A piece of what an OpenAI-compatible model answers, in the order in which other APIs say it. */
export interface AnswerPart {
  kind: PartKind;
  /** What is thought, said or refused; a tool's arguments; what a redacted thought hides. */
  text: string;
  /** Of a thought that Anthropic's servers must recognise. */
  signature?: string | undefined;
  /** Of a call. */
  id?: string | undefined;
  name?: string | undefined;
}

/** What clients can parse, where a server says nothing for a tool that takes nothing. */
export const noArguments = "{}";

export function partsOf(message: JsonObject): AnswerPart[] {
  const parts: AnswerPart[] = [
    ...thoughtsOf(message),
    { kind: "text", text: contentText(message.content) },
    { kind: "refusal", text: text(message.refusal) },
  ];
  const calls = objects(message.tool_calls).map((call, index) => {
    const called = object(call.function);
    const id = text(call.id) || `call_${index}`;
    return {
      kind: "tool" as const,
      id,
      name: text(called?.name),
      text: argumentsText(called?.arguments).trim() || noArguments,
    };
  });
  return [...parts.filter(({ text, signature }) => text || signature), ...calls];
}

function thoughtsOf(message: JsonObject): AnswerPart[] {
  const kept = objects(message.thinking_blocks).map(thoughtOf);
  // Where the blocks are there, they are the same thoughts, with their signatures.
  return kept.length > 0 ? kept : [{ kind: "thinking", text: reasoningText(message) }];
}

export function thoughtOf(block: JsonObject): AnswerPart {
  if (block.type === "redacted_thinking") return { kind: "redacted", text: text(block.data) };
  return { kind: "thinking", text: text(block.thinking), signature: text(block.signature) || undefined };
}

/** DeepSeek, llama.cpp and z.ai call it `reasoning_content`, Ollama, OpenRouter and newer vLLM `reasoning`. */
export function reasoningText(message: JsonObject): string {
  return text(message.reasoning_content) || text(message.reasoning);
}

/** A few servers answer in parts as well. */
export function contentText(content: Json | undefined): string {
  return typeof content === "string"
    ? content
    : objects(content)
        .map((part) => text(part.text))
        .join("");
}

/** Arguments are JSON in a string; Ollama's older versions sent the object itself. */
export function argumentsText(given: Json | undefined): string {
  return typeof given === "object" && given !== null ? JSON.stringify(given) : text(given);
}
