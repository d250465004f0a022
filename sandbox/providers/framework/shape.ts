/** What a value has to look like. Vendors' tables, generated models and CRDs all become this. */
export type Shape =
  | { is: "any" }
  | { is: "string"; oneOf?: readonly string[]; matches?: Pattern }
  | { is: "number" | "integer"; oneOf?: readonly number[] }
  | { is: "boolean" }
  | { is: "integer or string" }
  /** Unordered: an API that keeps no order answers in its own, and that is no change. */
  | { is: "list"; of: Shape; unordered?: boolean }
  | { is: "map"; of: Shape }
  | ObjectShape;

export interface Pattern {
  test: RegExp;
  /** What it asks for, in words: "a duration such as 30s or 1m30s". */
  said: string;
}

export interface ObjectShape {
  is: "object";
  /** What a person calls it: "Container", "HealthcheckConfig". */
  name: string;
  /** A function, so that a kind of which only three fields are used costs three fields. */
  fields: () => Fields;
}

export type Fields = Readonly<Record<string, Field>>;

export interface Field {
  shape: Shape;
  required?: boolean;
  /** A change of it makes the resource anew. */
  replaces?: boolean;
  default?: string | number | boolean;
  /** Set by the API alone; a program that sets it is mistaken. */
  output?: boolean;
}

/** The same with nothing required, wherever it is. */
export function optional<S extends Shape>(shape: S): S {
  if (shape.is === "list" || shape.is === "map") return { ...shape, of: optional(shape.of) };
  if (shape.is !== "object") return shape;
  const fields = () =>
    Object.fromEntries(
      Object.entries(shape.fields()).map(([key, field]) => [
        key,
        { ...field, required: false, shape: optional(field.shape) },
      ]),
    );
  return { ...shape, fields };
}

// The words that a vendor's table is written in.

export const string: Field = { shape: { is: "string" } };
export const integer: Field = { shape: { is: "integer" } };
export const number: Field = { shape: { is: "number" } };
export const boolean: Field = { shape: { is: "boolean" } };

export function oneOf(...words: string[]): Field {
  return { shape: { is: "string", oneOf: words } };
}

export function matching(test: RegExp, said: string): Field {
  return { shape: { is: "string", matches: { test, said } } };
}

export function list(of: Field): Field {
  return { shape: { is: "list", of: of.shape } };
}

export function set(of: Field): Field {
  return { shape: { is: "list", of: of.shape, unordered: true } };
}

export function map(of: Field): Field {
  return { shape: { is: "map", of: of.shape } };
}

export function object(name: string, fields: Fields): Field {
  return { shape: { is: "object", name, fields: () => fields } };
}

export function required(field: Field): Field {
  return { ...field, required: true };
}

export function replacing(field: Field): Field {
  return { ...field, replaces: true };
}

export function defaulting(field: Field, value: string | number | boolean): Field {
  return { ...field, default: value };
}
