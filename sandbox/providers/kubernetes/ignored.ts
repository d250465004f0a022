import { equal, isObject, type Path, type Properties, type Value, valueAt } from "../framework/value.ts";
import { isOnlyTheirs } from "./field-managers.ts";

/**
 * What is applied where a program ignores changes: somebody else's field is left out, for to name it would be to
 * claim it; of any other field what is there is named again, for an apply takes away what it does not name.
 */
export function withoutIgnored(
  inputs: Properties,
  ignoreChanges: string[],
  live: Properties,
  manager: string,
): Properties {
  let applied = inputs;
  for (const path of ignoreChanges.map(pathOf)) {
    // An item of a list has no place of its own in the owners' sets.
    if (path.some((step) => typeof step === "number") || valueAt(inputs, path) === undefined) continue;
    const value = isOnlyTheirs(live, manager, path) ? undefined : valueAt(live, path);
    if (value === undefined && !isOnlyTheirs(live, manager, path)) continue;
    applied = replaced(applied, path, value);
  }
  return applied;
}

/** Reads what the engine writes: spec.replicas, metadata.labels["app.kubernetes.io/name"], spec.containers[0].image. */
function pathOf(text: string): Path {
  const steps = text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  return [...steps].map(([, quoted, index, name]) => quoted ?? name ?? Number(index));
}

function replaced(object: Properties, [step, ...rest]: Path, value: Value | undefined): Properties {
  const key = String(step);
  const { [key]: old, ...others } = object;
  if (rest.length > 0) return isObject(old) ? { ...object, [key]: replaced(old, rest, value) } : object;
  if (equal(old, value)) return object;
  return value === undefined ? others : { ...others, [key]: value };
}
