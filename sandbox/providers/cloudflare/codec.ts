import type { Shape } from "../framework/shape.ts";
import { isObject, type Properties, type Value } from "../framework/value.ts";
import { type Columns, wireName } from "./column.ts";

/** The body that says to the API what the properties say. */
export function toWire(values: Properties, columns: Columns): Properties {
  const body: Properties = {};
  for (const [key, column] of Object.entries(columns)) {
    const value = values[key];
    if (value === undefined || column.inPath || column.output) continue;
    body[wireName(key, column)] = column.json ? parsed(value) : encoded(value, column.shape);
  }
  return body;
}

/** The properties that the API's answer tells. Null is the API's word for absent. */
export function fromWire(answer: Properties, columns: Columns): Properties {
  const values: Properties = {};
  for (const [key, column] of Object.entries(columns)) {
    const value = answer[wireName(key, column)];
    if (value === undefined || value === null || column.inPath) continue;
    values[key] = column.json ? JSON.stringify(value) : decoded(value, column.shape);
  }
  return values;
}

/** The shapes of this vendor's tables are made of columns all the way down. */
export function columnsOf(shape: Shape): Columns {
  return shape.is === "object" ? shape.fields() : {};
}

function encoded(value: Value, shape: Shape): Value {
  return converted(value, shape, toWire);
}

function decoded(value: Value, shape: Shape): Value {
  return converted(value, shape, fromWire);
}

function converted(
  value: Value,
  shape: Shape,
  convert: (value: Properties, columns: Columns) => Properties,
): Value {
  if (shape.is === "list" && Array.isArray(value))
    return value.map((each) => converted(each, shape.of, convert));
  if (!isObject(value)) return value;
  if (shape.is === "object") return convert(value, columnsOf(shape));
  if (shape.is !== "map") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, converted(each, shape.of, convert)]),
  );
}

function parsed(value: Value): Value {
  return typeof value === "string" ? JSON.parse(value) : value;
}
