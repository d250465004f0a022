import { z } from "zod";
import { ApiError } from "../framework/index.ts";

/** JSON as Go decodes it: keys of any case, null and absence are the zero value, what is not known is passed over. */
export function decodeJson<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, `invalid JSON: ${text === "" ? "got EOF while reading request body" : error}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const expected = issue?.code === "invalid_type" ? issue.expected : "another type";
  throw new ApiError(
    400,
    `json: cannot unmarshal ${nameOf(at(value, issue?.path ?? []))} into Go struct field ${issue?.path.join(".")} of type ${goTypes[expected] ?? expected}`,
  );
}

/** Of numbers the Engine knows whole ones only. */
const goTypes: Record<string, string> = { int: "int64", number: "int64", boolean: "bool", record: "map" };

function at(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((here, key) => (here as Record<PropertyKey, unknown> | null)?.[key], value);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

/** A struct: keys are found whatever their case, and what it does not know is dropped. */
export function struct<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = new Map(Object.keys(shape).map((key) => [key.toLowerCase(), key]));
  return z.preprocess((value) => {
    if (value === null || value === undefined) return {};
    if (typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [known.get(key.toLowerCase()) ?? key, each]),
    );
  }, z.object(shape));
}

export const integer = z
  .int()
  .nullish()
  .transform((value) => value ?? 0);
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
/** A pointer, a slice or a map: null where it is not given. */
export function nullable<T>(of: z.ZodType<T>) {
  return of.nullish().transform((value) => value ?? null);
}
export const texts = nullable(z.array(z.string()));
/** Go's strslice: one string or several. */
export const words = nullable(
  z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(z.string())),
);
export const dictionary = nullable(z.record(z.string(), z.string()));
