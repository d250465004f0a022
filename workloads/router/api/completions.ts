import * as z from "zod";
import { isObject, type JsonObject } from "../http/json.ts";
import { type Facts, factsOf, whole as wholeOf } from "./facts.ts";
import { count, decimal, flag, model, text, texts, whole } from "./fields.ts";

const tokens = z.array(z.int());

export const completionsSchema = z.looseObject({
  model,
  prompt: z.union([z.string(), z.array(z.union([z.string(), z.int(), tokens]))]),
  suffix: text,
  stream: flag,
  stream_options: z.looseObject({ include_usage: flag }).nullish(),
  max_tokens: whole,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: count,
  best_of: count,
  echo: flag,
  logprobs: whole,
  stop: texts,
  seed: whole,
  frequency_penalty: decimal,
  presence_penalty: decimal,
  user: text,
});

export function completionsFacts(body: JsonObject): Facts {
  // What is to be completed grows from call to call: its beginning is what a KV cache can hold of it.
  const beginning = typeof body.prompt === "string" ? body.prompt.slice(0, 200) : body.prompt;
  return factsOf(
    body,
    { read: [body.prompt, body.suffix], named: body.prompt_cache_key, opening: [beginning] },
    {
      wantsUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
      maxOutput: wholeOf(body.max_tokens),
    },
  );
}
