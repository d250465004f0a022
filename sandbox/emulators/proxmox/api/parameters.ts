import type { Operation, Parameter } from "../description/description.ts";
import { PveError } from "./error.ts";
import { formatComplaint } from "./formats.ts";
import { parsePropertyString } from "./property-string.ts";

export type ParameterValue = string | number | boolean | string[];
export type Parameters = Record<string, ParameterValue>;

type Given = ReadonlyMap<string, string[]>;

/** The parameters of a call by the vendor's description, or its refusal with a line about each that is wrong. */
export function checkedParameters({ parameters }: Operation, given: Given): Parameters {
  const errors: Record<string, string> = {};
  const values: Parameters = {};
  for (const [name, texts] of given) {
    const schema = schemaOf(name, parameters);
    if (!schema) {
      errors[name] = "property is not defined in schema and the schema does not allow additional properties";
      continue;
    }
    try {
      values[name] = checkedValue(texts, schema);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      errors[name] = error.message;
    }
  }
  for (const [name, { optional }] of Object.entries(parameters))
    if (!optional && !name.endsWith("[n]") && !given.has(name))
      errors[name] = "property is missing and it is not optional";
  if (Object.keys(errors).length > 0) throw new PveError("Parameter verification failed.", 400, errors);
  return values;
}

class Complaint extends Error {}

/** net0 is one of net[n]. */
export function schemaOf(name: string, parameters: Record<string, Parameter>): Parameter | undefined {
  if (Object.hasOwn(parameters, name)) return parameters[name];
  const numbered = /^([a-z]+)(\d+)$/.exec(name);
  return numbered ? parameters[`${numbered[1]}[n]`] : undefined;
}

function checkedValue(texts: string[], schema: Parameter): ParameterValue {
  if (schema.type === "array") return texts.map((text) => String(checkedValue([text], schema.items ?? {})));
  const text = texts.join(",");
  switch (schema.type) {
    case "boolean":
      if (/^(1|on|yes|true)$/i.test(text)) return 1;
      if (/^(0|off|no|false)$/i.test(text)) return 0;
      throw new Complaint(`type check ('boolean') failed - got '${text}'`);
    case "integer":
      if (!/^[+-]?\d+$/.test(text)) throw new Complaint(`type check ('integer') failed - got '${text}'`);
      return ranged(Number(text), schema);
    case "number":
      if (!/^[+-]?\d+(\.\d+)?$/.test(text))
        throw new Complaint(`type check ('number') failed - got '${text}'`);
      return ranged(Number(text), schema);
    default:
      return checkedText(text, schema);
  }
}

function ranged(value: number, { minimum, maximum }: Parameter): number {
  if (minimum !== undefined && value < minimum)
    throw new Complaint(`value must have a minimum value of ${minimum}`);
  if (maximum !== undefined && value > maximum)
    throw new Complaint(`value must have a maximum value of ${maximum}`);
  return value;
}

function checkedText(text: string, schema: Parameter): string {
  const { maxLength, minLength, pattern, format } = schema;
  if (schema.enum && !schema.enum.includes(text))
    throw new Complaint(
      `value '${text}' does not have a value in the enumeration '${schema.enum.join(", ")}'`,
    );
  if (maxLength !== undefined && text.length > maxLength)
    throw new Complaint(`value may only be ${maxLength} characters long`);
  if (minLength !== undefined && text.length < minLength)
    throw new Complaint(`value must be at least ${minLength} characters long`);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text))
    throw new Complaint("value does not match the regex pattern");
  if (typeof format === "string") {
    const complaint = formatComplaint(format, text);
    if (complaint !== undefined) throw new Complaint(complaint);
  } else if (format) checkProperties(text, format);
  return text;
}

/** The parts of a text such as "virtio,bridge=vmbr0": each told by its own name, as the vendor does. */
function checkProperties(text: string, format: Record<string, Parameter>): void {
  const complaints: string[] = [];
  const values = parsePropertyString(text, format);
  for (const [name, value] of Object.entries(values)) {
    const schema = format[name];
    if (!schema) {
      complaints.push(
        `${name}: property is not defined in schema and the schema does not allow additional properties`,
      );
      continue;
    }
    try {
      checkedValue([value], schema);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      complaints.push(`${name}: ${error.message}`);
    }
  }
  for (const [name, { optional, alias }] of Object.entries(format))
    if (!optional && alias === undefined && !(name in values))
      complaints.push(`${name}: property is missing and it is not optional`);
  if (complaints.length > 0) throw new Complaint(`invalid format - format error\n${complaints.join("\n")}\n`);
}
