import { createHash } from "node:crypto";
import { type Change, changesBetween } from "./changes.ts";
import type { Field, Fields, ObjectShape, Shape } from "./shape.ts";
import { type Failure, validate } from "./validate.ts";
import { isObject, type Properties, type Value } from "./value.ts";
import type { Checked, CheckRequest, Diff, DiffRequest } from "./vendor.ts";

/** A kind whose properties are told by a table: what most vendors' official providers are underneath. */
export interface Table {
  shape: ObjectShape;
  /** The resource is named after itself, with a few random digits, where the program gives no name. */
  autoname?: boolean;
  /** What is wrong with inputs of which each is right. */
  rules?: (inputs: Properties) => Failure[];
}

/** Which inputs were filled in here and not by the program; the official providers keep it under the same name. */
const defaultsKey = "__defaults";

export function checkTable({ shape, autoname, rules }: Table, request: CheckRequest): Checked {
  const { [defaultsKey]: _, ...given } = request.inputs;
  const inputs = withDefaults(given, shape.fields());
  if (autoname && inputs.name === undefined) inputs.name = automaticName(request);
  const failures = [...validate(inputs, shape), ...(rules?.(inputs) ?? [])];
  const filled = Object.keys(inputs).filter((key) => given[key] === undefined);
  return { inputs: { ...inputs, [defaultsKey]: filled.toSorted() }, failures };
}

/** One that was named automatically keeps its name; anew, the engine asks without a state before. */
function automaticName({ name, before, seed }: CheckRequest): string {
  const old = isAutonamed(before) && typeof before.name === "string" ? before.name : undefined;
  return old ?? `${name}-${createHash("sha256").update(seed).update(name).digest("hex").slice(0, 7)}`;
}

function isAutonamed(inputs: Properties): boolean {
  const filled = inputs[defaultsKey];
  return Array.isArray(filled) && filled.includes("name");
}

function withDefaults(values: Properties, fields: Fields): Properties {
  const filled: Properties = {};
  for (const [key, field] of Object.entries(fields))
    if (field.default !== undefined) filled[key] = field.default;
  for (const [key, value] of Object.entries(values)) filled[key] = filledIn(value, fields[key]?.shape);
  return filled;
}

function filledIn(value: Value, shape: Shape | undefined): Value {
  if (shape?.is === "list" && Array.isArray(value)) return value.map((each) => filledIn(each, shape.of));
  return shape?.is === "object" && isObject(value) ? withDefaults(value, shape.fields()) : value;
}

export function diffTable({ shape, autoname }: Table, { before, inputs }: DiffRequest): Diff {
  const fields = shape.fields();
  const keys = new Set([...Object.keys(before), ...Object.keys(inputs)]);
  keys.delete(defaultsKey);
  const changes = [...keys].flatMap((key) => changesOf(key, fields[key], before[key], inputs[key]));
  const sameName = autoname === true && !isAutonamed(inputs) && before.name === inputs.name;
  return { changes, deleteBeforeReplace: sameName };
}

function changesOf(key: string, field: Field | undefined, before?: Value, after?: Value): Change[] {
  const unordered = field?.shape.is === "list" && field.shape.unordered === true;
  const changes = unordered
    ? changesBetween(sorted(before), sorted(after)).length > 0
      ? changesBetween(before, after, [key])
      : []
    : changesBetween(before, after, [key]);
  return field?.replaces ? changes.map((change) => ({ ...change, replaces: true })) : changes;
}

function sorted(value: Value | undefined): Value | undefined {
  if (!Array.isArray(value)) return value;
  return value.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

/** The text of a value, whatever the order of its keys. */
export function canonical(value: Value): string {
  return JSON.stringify(value, (_, each) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}
