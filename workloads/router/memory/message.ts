import { createHash } from "node:crypto";
import { Weight } from "../api/weight.ts";
import { isObject, type Json, type JsonObject } from "../http/json.ts";

/** What a person reads of a message: its text, without pictures, calls or reasoning. */
export function textOf(message: JsonObject): string {
  const { content } = message;
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map(textOfPart).filter(Boolean).join("\n");
}

function textOfPart(part: Json): string {
  if (!isObject(part)) return "";
  const text = part.text ?? part.refusal;
  return typeof text === "string" ? text : "";
}

/** Ids of the tool calls that an assistant's message makes. */
export function callsOf(message: JsonObject): string[] {
  if (!Array.isArray(message.tool_calls)) return [];
  return message.tool_calls.flatMap((call) =>
    isObject(call) && typeof call.id === "string" ? [call.id] : [],
  );
}

export function isInstruction(message: JsonObject): boolean {
  return message.role === "system" || message.role === "developer";
}

export function messagesOf(body: JsonObject): JsonObject[] {
  return Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
}

/** Parts the instructions at the head of a request from what follows them. */
export function splitInstructions(messages: JsonObject[]): [JsonObject[], JsonObject[]] {
  const end = messages.findIndex((message) => !isInstruction(message));
  return end < 0 ? [messages, []] : [messages.slice(0, end), messages.slice(end)];
}

/**
 * Knows a message again when a client sends it back. Clients trim text, drop reasoning and turn a string into parts,
 * so only what they all keep counts.
 */
export function digestOf(message: JsonObject): string {
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.map(callDigest) : [];
  const told = JSON.stringify([message.role, textOf(message).trim(), calls, message.tool_call_id ?? null]);
  return createHash("sha256").update(told).digest("base64url").slice(0, 22);
}

function callDigest(call: Json): Json {
  if (!isObject(call) || !isObject(call.function)) return call;
  return [call.id ?? null, call.function.name ?? null, call.function.arguments ?? null];
}

// Every chat template puts a role and some marks around a message.
const marks = 4;

export function tokensOf(value: Json | undefined): number {
  const weight = new Weight();
  weight.add(value);
  return weight.tokens + marks;
}
