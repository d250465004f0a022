import type { Fields, ObjectShape, Shape } from "../framework/shape.ts";
import { computed, isObject, type Properties, type Value } from "../framework/value.ts";

/** Two ways of writing the same, per property: the program's, and the Engine's. */
export type Alike = Readonly<Record<string, (said: Value, live: Value) => boolean>>;

/** The inputs as they are on the host: what still holds stays as the program said it, what does not is as it is now. */
export function inputsNow(
  said: Properties,
  live: Properties,
  { fields }: ObjectShape,
  alike: Alike = {},
): Properties {
  const shapes = fields();
  const entries = Object.entries(said).map(([key, value]): [string, Value] => {
    const now = live[key];
    const holds =
      now === undefined ||
      alike[key]?.(value, now) ||
      covers(value, now, shapes[key]?.shape ?? { is: "any" });
    return [key, holds ? value : now];
  });
  return Object.fromEntries(entries);
}

/** The inputs of what is imported: all that the Engine tells, but for what is as it is anyway. */
export function importedInputs(live: Properties, { fields }: ObjectShape): Properties {
  const entries = Object.entries(fields()).flatMap(([key, field]): [string, Value][] => {
    const value = live[key];
    if (field.output) return [];
    if (value !== undefined && !isEmpty(value)) return [[key, value]];
    return field.default === undefined ? [] : [[key, value ?? field.default]];
  });
  return Object.fromEntries(entries);
}

/** Whether all that was said is there. More may be: what the Engine filled in is nobody's change. */
function covers(said: Value | undefined, live: Value | undefined, shape: Shape): boolean {
  if (said === computed) return true;
  if (isEmpty(said) && isEmpty(live)) return true;
  if (Array.isArray(said) && Array.isArray(live)) return coversList(said, live, shape);
  if (!isObject(said) || !isObject(live)) return said === live;
  const fields: Fields = shape.is === "object" ? shape.fields() : {};
  const of: Shape = shape.is === "map" ? shape.of : { is: "any" };
  return Object.entries(said).every(([key, value]) => covers(value, live[key], fields[key]?.shape ?? of));
}

function coversList(said: Value[], live: Value[], shape: Shape): boolean {
  if (said.length !== live.length) return false;
  const of: Shape = shape.is === "list" ? shape.of : { is: "any" };
  if (shape.is !== "list" || !shape.unordered)
    return said.every((each, index) => covers(each, live[index], of));
  const left = [...live];
  return said.every((each) => {
    const at = left.findIndex((candidate) => covers(each, candidate, of));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Go has no way to say that something was not said. */
function isEmpty(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}
