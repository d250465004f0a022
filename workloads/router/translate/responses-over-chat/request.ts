import type { JsonObject } from "../../http/json.ts";
import { allowedTools } from "../allowed-tools.ts";
import { cannot } from "../cannot.ts";
import { limitField } from "../limit-field.ts";
import { number, object, objects, text, without } from "../reading.ts";
import { messagesOf } from "./conversation.ts";

/** What is said in other words below, and what concerns the Responses API alone. All else passes. */
const translated = new Set([
  "input",
  "instructions",
  "max_output_tokens",
  "tools",
  "tool_choice",
  "text",
  "reasoning",
  "previous_response_id",
  "conversation",
  "background",
  "prompt",
  "store",
  "include",
  "truncation",
  "metadata",
  "stream_options",
  "max_tool_calls",
  "context_management",
]);

export function toChatRequest(body: JsonObject): JsonObject {
  refuseUnsayable(body);
  const tools = allowedTools(body).map(({ tool, index }) => toolFor(tool, `tools[${index}]`));
  const asked = object(body.text);
  return {
    ...without(body, translated),
    messages: messagesOf(body),
    [limitField(text(body.model))]: number(body.max_output_tokens),
    tools: tools.length > 0 ? tools : undefined,
    tool_choice: tools.length > 0 ? toolChoiceFor(body) : undefined,
    parallel_tool_calls: tools.length > 0 ? (body.parallel_tool_calls ?? undefined) : undefined,
    response_format: formatOf(object(asked?.format)),
    verbosity: asked?.verbosity ?? undefined,
    reasoning_effort: object(body.reasoning)?.effort ?? undefined,
    stream_options: body.stream === true ? { include_usage: true } : undefined,
  };
}

function refuseUnsayable(body: JsonObject): void {
  if (body.background === true) {
    throw cannot("background", "the router answers while you wait. Leave it out, or set it to false.");
  }
  if (body.conversation) {
    throw cannot("conversation", "it is kept at OpenAI. Send the whole input, or use previous_response_id.");
  }
  if (body.prompt) throw cannot("prompt", "templates are kept at OpenAI. Send what they say as input.");
  const include = Array.isArray(body.include) ? body.include : [];
  if (body.top_logprobs || include.includes("message.output_text.logprobs")) {
    throw cannot("top_logprobs", "log probabilities are not translated. Ask for them by chat completions.");
  }
}

function toolFor(tool: JsonObject, where: string): JsonObject {
  if (tool.type !== "function") {
    const named = `"${text(tool.type)}"`;
    throw cannot(
      `${where}.type`,
      `${named} runs at OpenAI, not at this model. Leave it out, or offer a function.`,
    );
  }
  const { name, description, parameters, strict } = tool;
  const described = {
    name,
    description: description ?? undefined,
    parameters: parameters ?? { type: "object", properties: {} },
    strict: strict ?? undefined,
  };
  return { type: "function", function: described };
}

function toolChoiceFor({ tool_choice }: JsonObject) {
  const named = object(tool_choice);
  if (!named) return tool_choice ?? undefined;
  if (named.type === "function") return { type: "function", function: { name: named.name } };
  if (named.type === "allowed_tools") return named.mode ?? "auto";
  throw cannot("tool_choice.type", 'expected "function" or "allowed_tools".');
}

function formatOf(format: JsonObject | undefined): JsonObject | undefined {
  if (!format || format.type === "text") return undefined;
  if (format.type !== "json_schema") return { type: format.type };
  const { name, description, schema, strict } = format;
  return { type: "json_schema", json_schema: { name, description, schema, strict: strict ?? undefined } };
}

/** Echoed in every answer, as clients expect it. */
export function echoOf(asked: JsonObject): JsonObject {
  return {
    instructions: asked.instructions ?? null,
    max_output_tokens: asked.max_output_tokens ?? null,
    metadata: asked.metadata ?? {},
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    previous_response_id: asked.previous_response_id ?? null,
    prompt_cache_key: asked.prompt_cache_key ?? undefined,
    reasoning: asked.reasoning ?? { effort: null, summary: null },
    store: asked.store ?? undefined,
    temperature: asked.temperature ?? null,
    text: asked.text ?? { format: { type: "text" } },
    tool_choice: asked.tool_choice ?? "auto",
    tools: objects(asked.tools),
    top_p: asked.top_p ?? null,
    truncation: asked.truncation ?? "disabled",
    user: asked.user ?? undefined,
  };
}
