import type { JsonObject } from "../http/json.ts";
import { textOf } from "./message.ts";

const longest = 80;

/** What a conversation is called until somebody says otherwise: the beginning of its first question. */
export function titleOf(messages: readonly JsonObject[]): string {
  const question = messages.find(({ role }) => role === "user");
  const line = question ? textOf(question).trim().split("\n", 1)[0] : "";
  return Array.from(line ?? "")
    .slice(0, longest)
    .join("");
}
