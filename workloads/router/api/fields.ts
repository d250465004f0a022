import * as z from "zod";

// Vendors' own libraries send `null` for what was not set.
export const text = z.string().nullish();
export const flag = z.boolean().nullish();
export const decimal = z.number().nullish();
// Also beyond 2^53, where seeds live: it is passed on as it was written.
export const whole = z.number().refine(Number.isInteger, { error: "expected a whole number" }).nullish();
export const count = z.int().min(1).nullish();
export const anything = z.looseObject({}).nullish();

export const model = z.string().min(1);

/** One or several, as `stop` takes them. */
export const texts = z.union([z.string(), z.array(z.string())]).nullish();

/** What a part of some type cannot do without: its type says which field. */
export function needs(required: Record<string, string>) {
  return z.check<Record<string, unknown>>(({ value, issues }) => {
    const field = typeof value.type === "string" ? required[value.type] : undefined;
    if (field === undefined || value[field] !== undefined) return;
    issues.push({
      code: "custom",
      input: value[field],
      path: [field],
      message: `expected a field that a part of type "${value.type}" cannot do without`,
    });
  });
}
