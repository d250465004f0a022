import * as z from "zod";
import { isObject, type JsonObject } from "../http/json.ts";
import { type Facts, factsOf, firstOf, whole as wholeOf } from "./facts.ts";
import { anything, count, flag, model, needs, text, whole } from "./fields.ts";

const part = z
  .looseObject({
    type: z.string(),
    text: z.string().optional(),
    refusal: z.string().optional(),
    image_url: text,
    file_id: text,
    file_data: text,
    file_url: text,
    filename: text,
    input_audio: z.looseObject({ data: z.string(), format: z.string() }).optional(),
  })
  .check(needs({ input_text: "text", output_text: "text", refusal: "refusal", input_audio: "input_audio" }));

const item = z
  .looseObject({
    type: text,
    role: z.string().optional(),
    content: z.union([z.string(), z.array(part)]).nullish(),
    id: text,
    call_id: z.string().optional(),
    name: text,
    arguments: z.string().optional(),
    output: z.union([z.string(), z.array(part), z.looseObject({})]).nullish(),
    summary: z.array(z.looseObject({ type: z.string(), text: z.string() })).optional(),
    encrypted_content: text,
    status: text,
  })
  .check(needs({ message: "role", function_call: "call_id", function_call_output: "call_id" }))
  .check(needs({ message: "content", function_call: "name", function_call_output: "output" }))
  .check(needs({ function_call: "arguments" }));

export const responsesSchema = z.looseObject({
  model,
  input: z.union([z.string(), z.array(item)]).nullish(),
  instructions: text,
  stream: flag,
  stream_options: anything,
  max_output_tokens: count,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_logprobs: whole,
  tools: z
    .array(z.looseObject({ type: z.string(), name: text, description: text, parameters: anything }))
    .nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  parallel_tool_calls: flag,
  previous_response_id: text,
  conversation: z.union([z.string(), z.looseObject({ id: z.string() })]).nullish(),
  reasoning: z.looseObject({ effort: text, summary: text }).nullish(),
  text: z.looseObject({ format: z.looseObject({ type: z.string() }).nullish(), verbosity: text }).nullish(),
  truncation: text,
  background: flag,
  store: flag,
  include: z.array(z.string()).nullish(),
  metadata: anything,
  user: text,
  prompt_cache_key: text,
  service_tier: text,
});

export function responsesFacts(body: JsonObject): Facts {
  const { input, conversation } = body;
  const format = isObject(body.text) && isObject(body.text.format) ? body.text.format : undefined;
  return factsOf(
    body,
    {
      read: [body.instructions, input, body.tools],
      named:
        body.prompt_cache_key ??
        (isObject(conversation) ? conversation.id : conversation) ??
        body.previous_response_id,
      opening: [body.instructions, typeof input === "string" ? input : firstOf(input, "user")],
    },
    { maxOutput: wholeOf(body.max_output_tokens), jsonSchema: format?.type === "json_schema" },
  );
}
