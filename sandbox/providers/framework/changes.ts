import { computed, equal, isObject, type Path, type Value } from "./value.ts";

/** One property that differs between what was and what is wanted. */
export interface Change {
  path: Path;
  kind: "add" | "delete" | "update";
  /** No API call can make this change in place: the resource has to be made anew. */
  replaces?: boolean;
}

/** The smallest list of changes: inside objects and lists, down to the values that differ. */
export function changesBetween(
  before: Value | undefined,
  after: Value | undefined,
  path: Path = [],
): Change[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ path, kind: "add" }];
  if (after === undefined) return [{ path, kind: "delete" }];
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const indices = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    return indices.flatMap((index) => changesBetween(before[index], after[index], [...path, index]));
  }
  return after !== computed && equal(before, after) ? [] : [{ path, kind: "update" }];
}
