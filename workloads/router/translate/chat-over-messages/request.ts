import type { JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { number, object, objects, only, text } from "../reading.ts";
import { takesSampling, thinkingFor } from "../thinking.ts";
import { conversationOf } from "./conversation.ts";
import { refuseUnsayable } from "./refusals.ts";
import { toolChoiceFor, toolsFor } from "./tools.ts";

export interface ChatOverMessagesSettings {
  /** For requests that set no limit: Anthropic's API demands one. */
  maxTokens: number;
}

/** Fields of Anthropic's own that clients of OpenAI's library add. The rest is left out: its API refuses what it does not know. */
const understood = ["top_k", "cache_control", "container", "context_management", "inference_geo", "speed"];

export function toMessagesRequest(body: JsonObject, settings: ChatOverMessagesSettings): JsonObject {
  refuseUnsayable(body);
  const model = text(body.model);
  const maxTokens = number(body.max_completion_tokens) ?? number(body.max_tokens) ?? settings.maxTokens;
  const { system, messages } = conversationOf(objects(body.messages));
  const format = formatFor(object(body.response_format));
  const choice = toolChoiceFor(body);
  const { thinking, effort } = thinkingOf(body, { model, maxTokens, messages, choice });
  const config = { ...object(body.output_config), effort, format: format.schema };
  return {
    ...only(body, understood),
    model,
    max_tokens: maxTokens,
    system: withInstruction(system, format.instruction),
    messages,
    tools: toolsFor(body),
    tool_choice: choice,
    thinking,
    output_config: Object.values(config).some((value) => value !== undefined) ? config : undefined,
    ...sampling(body, { model, thinks: isOn(object(thinking)) }),
    stop_sequences: stopsOf(body),
    stream: body.stream ?? undefined,
    metadata: personOf(body),
    service_tier: tierOf(body),
  };
}

/** Anthropic's temperature ends at 1, and while a model thinks it must not be set at all. */
function sampling(body: JsonObject, { model, thinks }: { model: string; thinks: boolean }): JsonObject {
  if (thinks || !takesSampling(model)) return {};
  const temperature = number(body.temperature);
  // One of the two: newer models refuse both at once, and the temperature is what people mean to set.
  if (temperature !== undefined) return { temperature: Math.min(temperature, 1) };
  return { top_p: number(body.top_p) };
}

function isOn(thinking: JsonObject | undefined): boolean {
  return thinking !== undefined && thinking.type !== "disabled";
}

interface Circumstances {
  model: string;
  maxTokens: number;
  messages: JsonObject[];
  choice: JsonObject | undefined;
}

function thinkingOf(body: JsonObject, { model, maxTokens, messages, choice }: Circumstances): JsonObject {
  if (body.thinking) return { thinking: body.thinking };
  // Both would be refused: thinking together with a tool that must be called, and a tool's result without the thoughts
  // that led to the call. What was asked for expressly goes before a wish for more thought.
  if (choice?.type === "any" || choice?.type === "tool" || isThoughtless(messages)) return {};
  return thinkingFor(model, text(body.reasoning_effort), maxTokens);
}

/** Whether the last turn called tools, and its thinking was not kept by the client. */
function isThoughtless(messages: JsonObject[]): boolean {
  const last = messages.findLast(({ role }) => role === "assistant");
  const blocks = objects(last?.content);
  return blocks.some(({ type }) => type === "tool_use") && !/thinking/.test(text(blocks[0]?.type));
}

/**
 * A schema goes where Anthropic has a place for it, which keeps the answer a text, in a stream too, and leaves tools and
 * thinking alone. (The older way, a tool that must be called, allows for neither.)
 */
function formatFor(format: JsonObject | undefined): { schema?: JsonObject; instruction?: string } {
  switch (format?.type) {
    case "json_schema":
      return { schema: { type: "json_schema", schema: object(format.json_schema)?.schema ?? {} } };
    case "json_object":
      return { instruction: "Answer with one JSON object and nothing around it." };
    case undefined:
    case "text":
      return {};
    default:
      throw cannot("response_format.type", 'Anthropic\'s API knows "text", "json_object" and "json_schema".');
  }
}

function withInstruction(system: string | JsonObject[] | undefined, instruction: string | undefined) {
  if (!instruction) return system;
  if (Array.isArray(system)) return [...system, { type: "text", text: instruction }];
  return system ? `${system}\n\n${instruction}` : instruction;
}

function stopsOf({ stop }: JsonObject) {
  if (typeof stop === "string") return [stop];
  return Array.isArray(stop) && stop.length > 0 ? stop : undefined;
}

function personOf(body: JsonObject): JsonObject | undefined {
  const person = text(body.safety_identifier) || text(body.user) || text(object(body.metadata)?.user_id);
  return person ? { user_id: person } : undefined;
}

function tierOf({ service_tier }: JsonObject): string | undefined {
  if (service_tier === "default" || service_tier === "standard_only") return "standard_only";
  return service_tier ? "auto" : undefined;
}
