import * as z from "zod";
import { isObject, type JsonObject } from "../http/json.ts";
import { type Facts, factsOf, firstOf, whole as wholeOf } from "./facts.ts";
import { anything, count, flag, model, needs, text, whole } from "./fields.ts";

const source = z
  .looseObject({
    type: z.string(),
    media_type: text,
    data: z.string().optional(),
    url: z.string().optional(),
    file_id: z.string().optional(),
  })
  .check(needs({ base64: "data", text: "data", url: "url", file: "file_id" }));

const said = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  source: z.union([source, z.string()]).optional(),
});
const needed = { text: "text", image: "source", document: "source" };

const block = said
  .extend({
    thinking: z.string().optional(),
    signature: text,
    data: z.string().optional(),
    id: z.string().optional(),
    name: z.string().optional(),
    input: z.unknown().optional(),
    tool_use_id: z.string().optional(),
    content: z.union([z.string(), z.array(said.check(needs(needed))), z.looseObject({})]).nullish(),
    is_error: flag,
    cache_control: anything,
  })
  .check(
    needs({
      ...needed,
      thinking: "thinking",
      redacted_thinking: "data",
      tool_use: "id",
      tool_result: "tool_use_id",
    }),
  )
  .check(needs({ tool_use: "name" }));

const message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(block)]) });

const tool = z.looseObject({
  type: text,
  name: z.string().optional(),
  description: text,
  input_schema: anything,
  cache_control: anything,
});

const prompt = {
  model,
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(block)]).nullish(),
  tools: z.array(tool).nullish(),
  tool_choice: z.looseObject({ type: z.string(), name: text, disable_parallel_tool_use: flag }).nullish(),
  thinking: z.looseObject({ type: z.string(), budget_tokens: whole }).nullish(),
  output_config: z
    .looseObject({ effort: text, format: z.looseObject({ type: z.string() }).nullish() })
    .nullish(),
};

export const messagesSchema = z.looseObject({
  ...prompt,
  max_tokens: z.int().min(1),
  stream: flag,
  stop_sequences: z.array(z.string()).nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: whole,
  metadata: z.looseObject({ user_id: text }).nullish(),
  service_tier: text,
});

/** `/v1/messages/count_tokens`: the same prompt, and nothing of how to answer. */
export const countTokensSchema = z.looseObject({ ...prompt, max_tokens: count });

export function messagesFacts(body: JsonObject): Facts {
  const { messages, system, metadata } = body;
  return factsOf(
    body,
    {
      read: [system, messages, body.tools],
      named: isObject(metadata) ? metadata.user_id : undefined,
      opening: [system, firstOf(messages, "user")],
    },
    {
      maxOutput: wholeOf(body.max_tokens),
      jsonSchema: isObject(body.output_config) && isObject(body.output_config.format),
    },
  );
}

/** What a provider would answer that can count; an estimate where none can. */
export function countTokensAnswer({ tokens }: Facts): JsonObject {
  return { input_tokens: tokens };
}
