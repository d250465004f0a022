import * as z from "zod";
import type { JsonObject } from "../http/json.ts";
import { type Facts, factsOf } from "./facts.ts";
import { decimal, model, text } from "./fields.ts";

export const speechSchema = z.looseObject({
  model,
  input: z.string().min(1),
  voice: z.union([z.string(), z.looseObject({})]).nullish(),
  instructions: text,
  response_format: text,
  stream_format: text,
  speed: decimal,
});

export function speechFacts(body: JsonObject): Facts {
  const stream = body.stream_format === "sse";
  return factsOf(body, { read: [body.input, body.instructions], named: undefined, opening: [] }, { stream });
}
