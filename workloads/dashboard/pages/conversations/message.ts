import { words } from "../../words/index.ts";

const { call, picture, attachment } = words.conversations;

/** A message in any of the forms that clients send, as text. */
export function said(message: Record<string, unknown>): string {
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.map(calledBy) : [];
  return [textOf(message.content), ...calls].filter(Boolean).join("\n");
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map(partOf).filter(Boolean).join("\n");
}

function partOf(part: unknown): string {
  if (typeof part === "string") return part;
  if (!isObject(part)) return "";
  if (typeof part.text === "string") return part.text;
  return String(part.type).includes("image") ? picture : attachment;
}

function calledBy(each: unknown): string {
  const { function: called } = isObject(each) ? each : {};
  if (!isObject(called)) return "";
  return `${call(String(called.name))} ${typeof called.arguments === "string" ? called.arguments : ""}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
