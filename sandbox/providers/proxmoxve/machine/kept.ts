import type { Properties } from "../../framework/value.ts";

/** Those of the properties that are there. */
export function kept(from: Properties, keys: string[]): Properties {
  return Object.fromEntries(
    keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key] ?? null]])),
  );
}
