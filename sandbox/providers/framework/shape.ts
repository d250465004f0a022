/** What a value has to look like. Vendors' tables, generated models and CRDs all become this. */
export type Shape =
  | { is: "any" }
  | { is: "string" | "number" | "integer" | "boolean"; oneOf?: readonly (string | number)[] }
  | { is: "integer or string" }
  | { is: "list"; of: Shape }
  | { is: "map"; of: Shape }
  | ObjectShape;

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
  secret?: boolean;
  default?: string | number | boolean;
  /** Set by the API alone; a program that sets it is mistaken. */
  output?: boolean;
}
