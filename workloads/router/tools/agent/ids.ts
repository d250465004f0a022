import { randomBytes } from "node:crypto";
import { isObject, type JsonObject } from "../../http/json.ts";
import { callsOf } from "./message.ts";

/** Providers number their calls from zero in every answer, so ids of several steps and conversations would be mixed up. */
export function freshId(): string {
  // Nine letters and digits, because Mistral takes nothing else.
  return BigInt(`0x${randomBytes(8).toString("hex")}`)
    .toString(36)
    .padStart(9, "0")
    .slice(-9);
}

/** A message whose calls have ids of our own. */
export function renamed(message: JsonObject): JsonObject {
  const calls = callsOf(message);
  if (calls.length === 0) return message;
  const whole = calls.map((call) => ({
    ...call.whole,
    id: freshId(),
    type: "function",
    function: { ...(isObject(call.whole.function) ? call.whole.function : {}), arguments: call.arguments },
  }));
  return { ...message, tool_calls: whole };
}
