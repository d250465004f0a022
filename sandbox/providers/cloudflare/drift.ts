import type { Shape } from "../framework/shape.ts";
import { equal, isObject, type Properties, type Value } from "../framework/value.ts";
import { columnsOf } from "./codec.ts";
import type { Column, Columns } from "./column.ts";

/**
 * What the program said, as the API has it now: in the program's own words where these mean the same, without
 * what the API only filled in, and with what somebody added to it.
 */
export function inputsNow(said: Properties, live: Properties, columns: Columns): Properties {
  const now: Properties = {};
  for (const [key, column] of Object.entries(columns)) {
    if (column.output) continue;
    const value = inputNow(said[key], live[key], column);
    if (value !== undefined) now[key] = value;
  }
  return now;
}

function inputNow(said: Value | undefined, live: Value | undefined, column: Column): Value | undefined {
  if (column.inPath || (column.kept && said !== undefined)) return said;
  if (said === undefined) return column.filled || isEmpty(live) ? undefined : live;
  if (live === undefined) return isEmpty(said) ? said : undefined;
  if (column.same?.(said, live)) return said;
  if (column.json) return sameJson(said, live) ? said : live;
  return mirrored(said, live, column.shape);
}

function mirrored(said: Value, live: Value, shape: Shape): Value {
  if (isObject(said) && isObject(live) && shape.is === "object")
    return inputsNow(said, live, columnsOf(shape));
  if (shape.is !== "list" || !Array.isArray(said) || !Array.isArray(live)) return live;
  const partner = shape.unordered ? pairing(said, live, shape.of) : (index: number) => said[index];
  const items = live.map((item, index) => {
    const other = partner(index);
    return other === undefined ? bare(item, shape.of) : mirrored(other, item, shape.of);
  });
  // An API that keeps no order must not seem to have changed something.
  return shape.unordered &&
    said.length === items.length &&
    said.every((each) => items.some((item) => equal(item, each)))
    ? said
    : items;
}

/** Which of the said items a live one is, where the order says nothing. */
function pairing(said: Value[], live: Value[], shape: Shape): (index: number) => Value | undefined {
  return (index) => said.find((each) => equal(mirrored(each, live[index] ?? null, shape), each));
}

/** What nobody said anything of, without what the API filled in. */
function bare(live: Value, shape: Shape): Value {
  return isObject(live) && shape.is === "object" ? inputsNow({}, live, columnsOf(shape)) : live;
}

/** The inputs that a program could have that makes what was found. */
export function inputsFound(live: Properties, columns: Columns): Properties {
  const found = Object.entries(live).filter(([key, value]) => {
    const column = columns[key];
    if (!column || column.output) return false;
    return column.required === true || column.default !== undefined || !isEmpty(value);
  });
  return Object.fromEntries(found.map(([key, value]) => [key, asFound(value, columns[key]?.shape)]));
}

function asFound(value: Value, shape: Shape | undefined): Value {
  if (shape?.is === "list" && Array.isArray(value)) return value.map((each) => asFound(each, shape.of));
  return shape?.is === "object" && isObject(value) ? inputsFound(value, columnsOf(shape)) : value;
}

/** What a resource is, told by the API, in the words of its inputs where it has some. */
export function overlaid(live: Value | undefined, inputs: Value | undefined): Value {
  if (inputs === undefined || live === undefined) return inputs ?? live ?? null;
  if (isObject(live) && isObject(inputs)) {
    const keys = new Set([...Object.keys(live), ...Object.keys(inputs)]);
    return Object.fromEntries([...keys].map((key) => [key, overlaid(live[key], inputs[key])]));
  }
  if (Array.isArray(live) && Array.isArray(inputs) && live.length === inputs.length)
    return inputs.map((each, index) => overlaid(live[index], each));
  return inputs;
}

/** The old inputs without what only the API had filled in, where the new ones leave that to it again. */
export function withoutFilled(before: Properties, inputs: Properties, columns: Columns): Properties {
  const left = Object.entries(before).flatMap(([key, value]) => {
    const column = columns[key];
    if (inputs[key] === undefined && column?.filled) return [];
    return [[key, leftOf(value, inputs[key], column?.shape)]];
  });
  return Object.fromEntries(left);
}

function leftOf(before: Value, input: Value | undefined, shape: Shape | undefined): Value {
  if (shape?.is === "list" && Array.isArray(before) && Array.isArray(input))
    return before.map((each, index) => leftOf(each, input[index], shape.of));
  if (shape?.is !== "object" || !isObject(before) || !isObject(input)) return before;
  return withoutFilled(before, input, columnsOf(shape));
}

function sameJson(said: Value, live: Value): boolean {
  try {
    return equal(JSON.parse(String(said)), JSON.parse(String(live)));
  } catch {
    return false;
  }
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isEmpty);
}
