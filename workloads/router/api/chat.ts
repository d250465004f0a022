import * as z from "zod";
import { isObject, type JsonObject } from "../http/json.ts";
import { type Facts, factsOf, firstOf, whole as wholeOf } from "./facts.ts";
import { anything, count, decimal, flag, model, needs, text, texts, whole } from "./fields.ts";

const part = z
  .looseObject({
    type: z.string(),
    text: z.string().optional(),
    refusal: z.string().optional(),
    image_url: z.union([z.looseObject({ url: z.string(), detail: text }), z.string()]).optional(),
    input_audio: z.looseObject({ data: z.string(), format: z.string() }).optional(),
    file: z.looseObject({ file_data: text, file_id: text, filename: text }).optional(),
  })
  .check(needs({ text: "text", image_url: "image_url", input_audio: "input_audio", file: "file" }));

const call = z.looseObject({
  id: text,
  type: text,
  function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
});

const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(part)]).nullish(),
  name: text,
  tool_calls: z.array(call).nullish(),
  tool_call_id: text,
  refusal: text,
  reasoning_content: text,
});

const tool = z.looseObject({
  type: z.string(),
  function: z
    .looseObject({ name: z.string(), description: text, parameters: anything, strict: flag })
    .optional(),
});

export const chatSchema = z.looseObject({
  model,
  messages: z.array(message).min(1),
  stream: flag,
  stream_options: z.looseObject({ include_usage: flag }).nullish(),
  max_tokens: count,
  max_completion_tokens: count,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: count,
  stop: texts,
  seed: whole,
  frequency_penalty: decimal,
  presence_penalty: decimal,
  logit_bias: z.record(z.string(), z.number()).nullish(),
  logprobs: flag,
  top_logprobs: whole,
  tools: z.array(tool).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  parallel_tool_calls: flag,
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ name: text, schema: anything }).optional(),
    })
    .check(needs({ json_schema: "json_schema" }))
    .nullish(),
  reasoning_effort: text,
  modalities: z.array(z.string()).nullish(),
  user: text,
  safety_identifier: text,
  prompt_cache_key: text,
  service_tier: text,
  metadata: anything,
});

export function chatFacts(body: JsonObject): Facts {
  const { messages, metadata } = body;
  const opening = [firstOf(messages, "system") ?? firstOf(messages, "developer"), firstOf(messages, "user")];
  const named = body.prompt_cache_key ?? (isObject(metadata) ? metadata.user_id : undefined);
  return factsOf(
    body,
    { read: [messages, body.tools], named, opening },
    {
      wantsUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
      maxOutput: wholeOf(body.max_completion_tokens, body.max_tokens),
      jsonSchema: isObject(body.response_format) && body.response_format.type === "json_schema",
    },
  );
}
