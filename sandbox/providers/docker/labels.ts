import { isObject, type Properties, type Value } from "../framework/value.ts";

/** The official provider has labels as a list of pairs, the Engine as a map. */
export function labelMap(labels: Value | undefined): Properties | undefined {
  if (!Array.isArray(labels) || labels.length === 0) return undefined;
  return Object.fromEntries(
    labels.filter(isObject).map(({ label, value }) => [String(label), String(value)]),
  );
}

export function labelList(labels: Value | undefined): Value[] {
  if (!isObject(labels)) return [];
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}
