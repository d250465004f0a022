import { z } from "zod";

type Schema = z.core.$ZodType;

/** What a schema takes, told in a person's words: its own advice where it has one, or else its form. */
export function form(schema: Schema): string {
  return advice(schema) ?? plain(schema);
}

/** The second line of the schema's own fault; see `words` in fault.ts. */
function advice({ _zod: { def } }: Schema): string | undefined {
  for (const each of [def, ...(def.checks ?? []).map((check) => check._zod.def)]) {
    const message = each.error?.({ input: undefined } as never);
    const fix = (typeof message === "string" ? message : message?.message)?.split("\n")[1];
    if (fix) return fix.replace(/^write /, "");
  }
  return undefined;
}

function plain(schema: Schema): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return form(schema.unwrap());
  if (schema instanceof z.ZodPipe) return form(schema.in);
  if (schema instanceof z.ZodDiscriminatedUnion) return kinds(schema);
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.map((each) => form(each as Schema)))].join(" or ");
  if (schema instanceof z.ZodObject) return `{ ${Object.entries(schema.shape).map(key).join(", ")} }`;
  if (schema instanceof z.ZodEnum) return schema.options.map((each) => JSON.stringify(each)).join(" | ");
  if (schema instanceof z.ZodLiteral)
    return [...schema.values].map((each) => JSON.stringify(each)).join(" | ");
  if (schema instanceof z.ZodArray) return `a list: [${plain(schema.element as Schema)}, ...]`;
  if (schema instanceof z.ZodRecord) return `an object: { name: ${form(schema.valueType as Schema)}, ... }`;
  if (schema instanceof z.ZodString) return "text";
  if (schema instanceof z.ZodBoolean) return "true or false";
  return schema instanceof z.ZodNumberFormat ? "a whole number" : "a number";
}

function key([name, schema]: [string, z.core.SomeType]): string {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? `${name}?` : name;
}

/** The kinds alone: their keys would fill the screen, and are told once the kind is. */
function kinds({ def, options }: z.ZodDiscriminatedUnion): string {
  const names = options.map((each) =>
    each instanceof z.ZodObject ? plain(each.shape[def.discriminator]) : "...",
  );
  return `{ ${def.discriminator}: ${names.join(" | ")}, ... }`;
}
