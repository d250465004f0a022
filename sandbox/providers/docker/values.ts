import { isObject, type Properties, type Value } from "../framework/value.ts";

/** For reading what may be absent, and writing only what is there. */

export function items(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

export function objects(value: Value | undefined): Properties[] {
  return items(value).filter(isObject);
}

/** Without what nobody said: Go's null is no value either. */
export function known(values: Record<string, Value | undefined>): Properties {
  const given = Object.entries(values).filter(
    (entry): entry is [string, Value] => entry[1] !== undefined && entry[1] !== null,
  );
  return Object.fromEntries(given);
}
