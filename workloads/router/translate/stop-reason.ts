import type { Json } from "../http/json.ts";

const toChat: Record<string, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  pause_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

const toMessages: Record<string, string> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  function_call: "tool_use",
  content_filter: "refusal",
};

/** Anthropic's stop reason as OpenAI's finish reason. */
export function finishReason(stopReason: Json | undefined): string {
  return toChat[String(stopReason)] ?? "stop";
}

/** The other way. Some servers say `stop` though they call tools; an agent would then stop in mid-work. */
export function stopReason(finish: string | undefined, callsTools: boolean): string {
  if (callsTools && (finish === undefined || finish === "stop")) return "tool_use";
  return toMessages[finish ?? "stop"] ?? "end_turn";
}
