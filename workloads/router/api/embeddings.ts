import * as z from "zod";
import type { JsonObject } from "../http/json.ts";
import { type Facts, factsOf } from "./facts.ts";
import { count, model, text } from "./fields.ts";

export const embeddingsSchema = z.looseObject({
  model,
  input: z.union([z.string(), z.array(z.union([z.string(), z.int(), z.array(z.int())])).min(1)]),
  encoding_format: text,
  dimensions: count,
  user: text,
});

export function embeddingsFacts(body: JsonObject): Facts {
  return factsOf(body, { read: [body.input], named: undefined, opening: [] });
}
