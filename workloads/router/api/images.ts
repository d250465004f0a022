import * as z from "zod";
import type { JsonObject } from "../http/json.ts";
import { type Facts, factsOf } from "./facts.ts";
import { count, flag, model, text, whole } from "./fields.ts";

export const imagesSchema = z.looseObject({
  model,
  prompt: z.string().min(1),
  n: count,
  size: text,
  quality: text,
  style: text,
  background: text,
  output_format: text,
  output_compression: whole,
  response_format: text,
  stream: flag,
  user: text,
});

export function imagesFacts(body: JsonObject): Facts {
  return factsOf(body, { read: [body.prompt], named: undefined, opening: [] });
}
