import { isObject, type Json, type JsonObject } from "../../http/json.ts";

/** A call in a message of the assistant's. */
export interface Called {
  id: string;
  name: string;
  arguments: string;
  /** All of it, with what a provider has added. */
  whole: JsonObject;
}

export function callsOf(message: JsonObject): Called[] {
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  return calls.map((whole) => {
    const described = isObject(whole.function) ? whole.function : {};
    return {
      id: String(whole.id ?? ""),
      name: String(described.name ?? ""),
      arguments: argumentsOf(described.arguments),
      whole,
    };
  });
}

/** Some providers give an object where a text of JSON belongs. */
function argumentsOf(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? {});
}

/** What a message is after one more piece of it: texts grow, lists get longer, all else is replaced. */
export function grown(message: JsonObject, delta: JsonObject): JsonObject {
  const result: JsonObject = { ...message };
  for (const [name, value] of Object.entries(delta)) {
    const before = result[name];
    if (value === undefined || value === null) result[name] ??= value;
    else if (typeof value === "string" && typeof before === "string" && !WHOLE.has(name)) {
      result[name] = before + value;
    } else if (Array.isArray(value) && Array.isArray(before)) result[name] = [...before, ...value];
    else if (isObject(value) && isObject(before)) result[name] = grown(before, value);
    else result[name] = value;
  }
  return result;
}

// Sent whole, and by some providers with every piece.
const WHOLE = new Set(["role", "id", "type"]);
