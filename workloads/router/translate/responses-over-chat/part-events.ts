import type { JsonObject } from "../../http/json.ts";
import type { AnswerPart } from "../chat-answer/index.ts";
import { contentOf, type Showing } from "./items.ts";

/** An event's type and what is special to it. */
type Said = [string, JsonObject];

/** What comes between an item's start and its first piece. */
export function opening(part: AnswerPart, showing: Showing): Said[] {
  return hasParts(part) ? [partEvent("added", part, "", showing)] : [];
}

export function pieceEvent(part: AnswerPart, delta: string, showing: Showing): Said {
  if (part.kind === "tool") return ["response.function_call_arguments.delta", { delta }];
  const logprobs = part.kind === "text" ? { logprobs: [] } : {};
  return [`response.${nameOf(part, showing)}.delta`, { ...place(part, showing), delta, ...logprobs }];
}

/** What comes between an item's last piece and its end. */
export function closing(part: AnswerPart, showing: Showing): Said[] {
  if (part.kind === "tool") {
    return [["response.function_call_arguments.done", { name: part.name, arguments: part.text }]];
  }
  if (!hasParts(part)) return [];
  const whole = part.kind === "refusal" ? { refusal: part.text } : { text: part.text };
  const logprobs = part.kind === "text" ? { logprobs: [] } : {};
  return [
    [`response.${nameOf(part, showing)}.done`, { ...place(part, showing), ...whole, ...logprobs }],
    partEvent("done", part, part.text, showing),
  ];
}

function hasParts({ kind }: AnswerPart): boolean {
  return kind === "text" || kind === "refusal" || kind === "thinking";
}

function partEvent(what: "added" | "done", part: AnswerPart, said: string, showing: Showing): Said {
  const type = isSummary(part, showing) ? "reasoning_summary_part" : "content_part";
  return [`response.${type}.${what}`, { ...place(part, showing), part: contentOf(part, said, showing) }];
}

function nameOf(part: AnswerPart, showing: Showing): string {
  if (part.kind === "text") return "output_text";
  if (part.kind === "refusal") return "refusal";
  return isSummary(part, showing) ? "reasoning_summary_text" : "reasoning_text";
}

function place(part: AnswerPart, showing: Showing): JsonObject {
  return isSummary(part, showing) ? { summary_index: 0 } : { content_index: 0 };
}

function isSummary({ kind }: AnswerPart, showing: Showing): boolean {
  return kind === "thinking" && showing === "summary";
}
