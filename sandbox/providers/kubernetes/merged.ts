import { isObject, type Properties } from "../framework/value.ts";

/** Objects are laid over each other key by key, everything else as a whole: as Helm does with values, and an apply with fields. */
export function merged(below: Properties, above: Properties): Properties {
  const both: Properties = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = below[key];
    both[key] = isObject(under) && isObject(value) ? merged(under, value) : value;
  }
  return both;
}
