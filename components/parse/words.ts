import { z } from "zod";
import { shown, words } from "../fault.ts";
import { nearest, suggestion } from "../nearest.ts";
import { form } from "./form.ts";

type RawIssue = z.core.$ZodRawIssue;

/** What is said where a schema has no words of its own: the same in every message, never zod's "expected X". */
export function inWords(issue: RawIssue): string {
  const { code, input, inst } = issue;
  if (code === "unrecognized_keys") return adviceForEach(issue.keys as string[], inst);
  if (code === "invalid_value") return choice(input, issue.values as unknown[]);
  if (code === "invalid_key") return aboutKey(issue.issues as z.core.$ZodIssue[]);
  if (code === "too_small") return bound(issue, "too little", "or more");
  if (code === "too_big") return bound(issue, "too much", "or less");
  if (code === "invalid_union" && issue.discriminator) return unknownKind(issue);
  if (input === undefined) return words("is missing", `write ${form(inst as z.core.$ZodType)}`);
  const says =
    code === "invalid_union" && typeof input === "object"
      ? "has no form that is known here"
      : `is ${kindOf(input)}`;
  return words(says, `write ${form(inst as z.core.$ZodType)}`);
}

function unknownKind({ discriminator, input, options }: RawIssue): string {
  return choice((input as Record<string, unknown>)[discriminator as string], options as unknown[]);
}

/** One line a key: `explain` makes a problem of each. */
function adviceForEach(keys: string[], schema: unknown): string {
  return keys.map((key) => suggestion(key, keysOf(schema))).join("\n");
}

function keysOf(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum)
    return schema.keyType.options.map(String);
  return [];
}

function choice(input: unknown, values: unknown[]): string {
  const known = values.map(String);
  if (input === undefined) return words("is missing", `use one of: ${known.join(", ")}`);
  const meant = nearest(String(input), known);
  return words(
    `is ${shown(input)}, not one of: ${known.join(", ")}`,
    meant ? `did you mean "${meant}"?` : "choose one of these",
  );
}

function aboutKey([fault]: z.core.$ZodIssue[]): string {
  return (fault?.message ?? "").replace(/^is /, "has the key ");
}

function bound(
  { code, input, inclusive, minimum, maximum }: RawIssue,
  verdict: string,
  side: string,
): string {
  const limit =
    code === "too_small" ? Number(minimum) + (inclusive ? 0 : 1) : Number(maximum) - (inclusive ? 0 : 1);
  if (Array.isArray(input))
    return words(`has ${input.length} entries, which is ${verdict}`, `write ${limit} ${side}`);
  if (typeof input === "string")
    return words(`has ${input.length} characters, which is ${verdict}`, `write ${limit} ${side}`);
  return words(`is ${shown(input)}, which is ${verdict}`, `write ${limit} ${side}`);
}

/** Only the kind: a value that stands where none of its kind belongs may be a secret. */
function kindOf(input: unknown): string {
  if (typeof input === "string") return "text";
  if (typeof input === "number") return Number.isInteger(input) ? "a number" : "not a whole number";
  return shown(input);
}
