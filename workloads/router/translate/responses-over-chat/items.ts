import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../http/json.ts";
import type { AnswerPart } from "../chat-answer/index.ts";
import { object } from "../reading.ts";
import { sealThought } from "./thoughts.ts";

/** Where a reasoning item shows what was thought: as a summary to clients that ask for one, else as it is. */
export type Showing = "summary" | "content";

export function showingOf(asked: JsonObject): Showing {
  return object(asked.reasoning)?.summary ? "summary" : "content";
}

const prefixes = { thinking: "rs", redacted: "rs", text: "msg", refusal: "msg", tool: "fc" };

/** Made anew, because providers' own ids are not unique: Ollama has a thousand of them. */
export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll("-", "")}`;
}

export function itemId({ kind }: AnswerPart): string {
  return newId(prefixes[kind]);
}

/** An item of the output, as it is when it begins (`in_progress`, empty) or has ended. */
export function itemOf(part: AnswerPart, { id, status, showing }: ItemState): JsonObject {
  switch (part.kind) {
    case "thinking":
    case "redacted":
      return { id, type: "reasoning", ...thoughtOf(part, showing, status), status };
    case "tool": {
      const given = status === "in_progress" ? "" : part.text;
      return { id, type: "function_call", call_id: part.id, name: part.name, arguments: given, status };
    }
    default: {
      const content = status === "in_progress" ? [] : [contentOf(part)];
      return { id, type: "message", role: "assistant", content, status };
    }
  }
}

export interface ItemState {
  id: string;
  status: "in_progress" | "completed" | "incomplete";
  showing: Showing;
}

/** The one part that an item's content, or its summary, has. */
export function contentOf(part: AnswerPart, said = part.text, showing: Showing = "content"): JsonObject {
  if (part.kind === "refusal") return { type: "refusal", refusal: said };
  if (part.kind === "text") return { type: "output_text", text: said, annotations: [], logprobs: [] };
  return { type: showing === "summary" ? "summary_text" : "reasoning_text", text: said };
}

function thoughtOf(part: AnswerPart, showing: Showing, status: ItemState["status"]): JsonObject {
  if (status === "in_progress") return { summary: [] };
  const seen = part.kind === "thinking" ? [contentOf(part, part.text, showing)] : [];
  const shown = showing === "summary" ? { summary: seen } : { summary: [], content: seen };
  return { ...shown, encrypted_content: sealThought(part) };
}
