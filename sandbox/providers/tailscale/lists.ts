import { isObject, type Properties, type Value } from "../framework/value.ts";

/** The texts in a list of them, or none where there is no list. */
export function words(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function objects(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
