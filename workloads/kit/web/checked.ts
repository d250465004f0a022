import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type * as z from "zod";

/** The body as the schema has it; otherwise a 400 that says where it is wrong. */
export async function bodyAs<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  let body: unknown;
  try {
    body = await context.req.json();
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    throw new HTTPException(400, { message: "The body is not JSON." });
  }
  return checked(body, schema, "body");
}

/** The same for the query of an address, or anything else that came from outside. */
export function checked<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const said = result.error.issues.map(({ path, message }) => `${[what, ...path].join(".")}: ${message}`);
  throw new HTTPException(400, { message: said.join("; ") });
}
