import type { JsonObject } from "../http/json.ts";
import { text } from "./reading.ts";

/** What a tool gave back, in parts of OpenAI's chat. */
export interface ResultOf {
  id: string;
  parts: JsonObject[];
  isError: boolean;
  /** Fields for the message itself. */
  more: JsonObject;
}

/**
 * Results as OpenAI's `tool` messages, which hold text alone. Pictures and files are shown by the user right after, under
 * the name of their call; and that a tool has failed is said in words, because there is no field for it.
 */
export function toolMessages(results: ResultOf[]): { messages: JsonObject[]; shown: JsonObject[] } {
  const shown = results.flatMap(({ id, parts }) => {
    const seen = parts.filter(({ type }) => type !== "text");
    return seen.length > 0 ? [{ type: "text", text: `From the tool call ${id}:` }, ...seen] : [];
  });
  const messages = results.map(({ id, parts, isError, more }) => {
    const words = parts.filter(({ type }) => type === "text").map((part) => text(part.text));
    if (words.length < parts.length) words.push("(What it shows is in the next message.)");
    const content = words.join("\n");
    return { role: "tool", tool_call_id: id, content: isError ? `Error: ${content}` : content, ...more };
  });
  return { messages, shown };
}
