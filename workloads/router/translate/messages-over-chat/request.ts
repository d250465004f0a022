import type { JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { limitField } from "../limit-field.ts";
import { number, object, objects, text, without } from "../reading.ts";
import { effortOf } from "../thinking.ts";
import { messagesOf } from "./conversation.ts";
import { toolChoiceFor, toolsFor } from "./tools.ts";

/** What is said in other words below, or has a meaning at Anthropic alone. All else may be the provider's own: it passes. */
const translated = new Set([
  "system",
  "messages",
  "max_tokens",
  "stop_sequences",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "metadata",
  "service_tier",
  "cache_control",
  "container",
  "context_management",
  "diagnostics",
  "inference_geo",
  "speed",
  "user_profile_id",
  "workspace_id",
]);

export function toChatRequest(body: JsonObject): JsonObject {
  if (objects(body.mcp_servers).length > 0) {
    throw cannot("mcp_servers", "they run at Anthropic alone. Leave them out, or choose one of its models.");
  }
  const { tool_choice, parallel_tool_calls } = toolChoiceFor(object(body.tool_choice));
  const tools = toolsFor(objects(body.tools));
  return {
    ...without(body, translated),
    messages: messagesOf(body),
    [limitField(text(body.model))]: number(body.max_tokens),
    stop: body.stop_sequences ?? undefined,
    // An Anthropic client is told what its stream has cost, always.
    stream_options: body.stream === true ? { include_usage: true } : undefined,
    tools,
    // Without tools, OpenAI's API refuses to hear how they should be chosen.
    tool_choice: tools && tool_choice,
    parallel_tool_calls: tools && parallel_tool_calls,
    reasoning_effort: effortOf(body),
    response_format: formatOf(object(object(body.output_config)?.format)),
    user: text(object(body.metadata)?.user_id) || undefined,
    service_tier: tierOf(body),
  };
}

function formatOf(format: JsonObject | undefined): JsonObject | undefined {
  if (!format) return undefined;
  if (format.type !== "json_schema") throw cannot("output_config.format.type", 'expected "json_schema".');
  return { type: "json_schema", json_schema: { name: "answer", schema: format.schema, strict: true } };
}

function tierOf({ service_tier }: JsonObject) {
  return service_tier === "standard_only" ? "default" : (service_tier ?? undefined);
}
