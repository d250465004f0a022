import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";

/** Every body as its text: a policy is one, with its comments, and each handler says what it reads. */
export function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_, body, done) => done(null, body));
}

export function textOf({ body }: FastifyRequest): string {
  return typeof body === "string" ? body : "";
}

/** The body as JSON of such a form. What the form does not name is ignored, as the vendor does. */
export function bodyOf<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.infer<Schema> {
  return formed(json(textOf(request)), schema);
}

/** Refuses what is not of such a form, and says where. */
export function formed<Schema extends z.ZodType>(value: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message;
  throw new ApiError(400, [issue?.path.join("."), message].filter(Boolean).join(": "));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "invalid request body: it is not JSON");
  }
}

/** The vendor's own client is written in Go, which sends an empty list as null. */
export const words = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
