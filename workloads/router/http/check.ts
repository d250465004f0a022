import type { z } from "zod";
import { Fault } from "./fault.ts";

/** A value that has the form of the schema, or a Fault that names the first field that has not. */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const param = pathOf(first?.path ?? []);
  const others = result.error.issues.length - 1;
  throw new Fault({
    status: 400,
    kind: "invalid_request",
    code: "invalid_value",
    param: param || undefined,
    message: `${param || "The request"}: ${first?.message ?? "is invalid"}${others > 0 ? ` (and ${others} more)` : ""}`,
  });
}

/** `messages[2].content` */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (said, part) =>
      typeof part === "number" ? `${said}[${part}]` : said ? `${said}.${String(part)}` : String(part),
    "",
  );
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
