import { type JsonObject, parseObject } from "../../http/json.ts";
import type { AnswerPart } from "../chat-answer/index.ts";
import { objects, text } from "../reading.ts";

/**
 * Signed thoughts travel in the field that the Responses API has for what a client keeps but cannot read, and come back
 * with the next turn. The mark tells them from what OpenAI's own servers put there.
 */
const mark = "router.thought.";

export function sealThought(part: AnswerPart): string | null {
  const block = blockOf(part);
  return block && mark + Buffer.from(JSON.stringify(block)).toString("base64");
}

function blockOf({ kind, text: said, signature }: AnswerPart): JsonObject | null {
  if (kind === "redacted") return { type: "redacted_thinking", data: said };
  return signature ? { type: "thinking", thinking: said, signature } : null;
}

/** What reasoning items add to the message of the assistant that they led to. */
export function openThoughts(items: JsonObject[]): JsonObject {
  const blocks = items
    .map(({ encrypted_content }) => openSeal(text(encrypted_content)))
    .filter((block) => block !== undefined);
  const said = items.flatMap((item) => [...objects(item.content), ...objects(item.summary)]);
  const aloud = said.map((part) => text(part.text)).join("\n\n");
  return {
    ...(aloud ? { reasoning_content: aloud } : {}),
    ...(blocks.length > 0 ? { thinking_blocks: blocks } : {}),
  };
}

function openSeal(sealed: string): JsonObject | undefined {
  if (!sealed.startsWith(mark)) return undefined;
  return parseObject(Buffer.from(sealed.slice(mark.length), "base64").toString("utf8"));
}
