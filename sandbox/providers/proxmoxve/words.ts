import { boolean, type Field, integer, number, string } from "../framework/shape.ts";
import { isObject, type Properties, type Value } from "../framework/value.ts";
import type { Property } from "./kind.ts";

/** The words that the tables of this vendor's kinds are written in. */

export function text(api: string, field: Field = string): Property {
  return { field, api };
}

export function flag(api: string, field: Field = boolean): Property {
  return { field, api };
}

export function count(api: string, field: Field = integer): Property {
  return { field, api };
}

export function decimal(api: string, field: Field = number): Property {
  return { field, api };
}

/** A list that the API writes in one text. */
export function joined(api: string, field: Field, separator = ","): Property {
  return {
    field,
    api,
    write: (value) => (Array.isArray(value) ? value.join(separator) : String(value)),
    read: (value) =>
      String(value)
        .split(/[,; ]+/)
        .filter((each) => each !== ""),
  };
}

/** Only said by the program: it steers the provider. */
export function steering(field: Field): Property {
  return { field };
}

export function output(property: Property): Property {
  return { ...property, field: { ...property.field, output: true } };
}

export function filled(property: Property): Property {
  return { ...property, filled: true };
}

export function hidden(property: Property): Property {
  return { ...property, hidden: true };
}

/** "a=1,b=2", with the value that has no name under the given one. */
export function pairsOf(value: Value | undefined, first = ""): { [key: string]: string } {
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
  const parts = typeof value === "string" ? value.split(",").filter((part) => part !== "") : [];
  return Object.fromEntries(
    parts.map((part) => {
      const equals = part.indexOf("=");
      return equals < 0 ? [first, part] : [part.slice(0, equals), part.slice(equals + 1)];
    }),
  );
}

export function printPairs(pairs: { [key: string]: string | number | boolean | undefined | null }): string {
  return Object.entries(pairs)
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([key, value]) => `${key}=${typeof value === "boolean" ? Number(value) : value}`)
    .join(",");
}

export function textAt(values: Properties, key: string): string {
  return String(values[key] ?? "");
}

export function part(value: Value | undefined): string {
  return encodeURIComponent(String(value ?? ""));
}
