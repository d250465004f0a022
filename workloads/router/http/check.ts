import type * as z from "zod";
import { checkBody } from "../api/check.ts";

/** What the schema makes of a value, or a Fault that names the first field that is wrong. */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  checkBody(schema, value);
  return schema.parse(value);
}

/** A name that is given more than once becomes a list. */
export function queryOf(search: string): Record<string, string | string[]> {
  const params = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
