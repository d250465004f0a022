/** Stands where a value will be: in a preview, what depends on a resource that is not made yet. */
export const computed: unique symbol = Symbol("computed");

/** What a property can be, once the engine's wrappings (secrets, signatures) are taken off. */
export type Value = null | boolean | number | string | typeof computed | Value[] | Properties;

export interface Properties {
  [key: string]: Value;
}

/** The way to a value: keys of objects and indices of lists. */
export type Path = readonly (string | number)[];

/** Marks an asset, an archive, a secret or a reference to a resource among the plain objects. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at a key, or an empty one: for reading what may be absent. */
export function objectAt(parent: Properties, key: string): Properties {
  const value = parent[key];
  return isObject(value) ? value : {};
}

export function stringAt(parent: Properties, key: string): string | undefined {
  const value = parent[key];
  return typeof value === "string" ? value : undefined;
}

export function valueAt(root: Value | undefined, path: Path): Value | undefined {
  let here = root;
  for (const step of path) {
    if (isObject(here)) here = Object.hasOwn(here, step) ? here[step] : undefined;
    else if (Array.isArray(here)) here = here[Number(step)];
    else return undefined;
  }
  return here;
}

/** Equal as a person would say; what is computed equals nothing, not even itself, for it may change. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === computed || b === computed) return false;
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => equal(each, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => equal(a[key], b[key]));
}

export function hasComputed(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasComputed);
  if (isObject(value)) return Object.values(value).some(hasComputed);
  return value === computed;
}

/** A path as Pulumi writes it: spec.containers[0].env, metadata.labels["app.kubernetes.io/name"]. */
export function formatPath(path: Path): string {
  return path.map(formatStep).join("");
}

function formatStep(step: string | number, index: number): string {
  if (typeof step === "number") return `[${step}]`;
  if (!/^[\w$-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
  return index === 0 ? step : `.${step}`;
}
