import { randomBytes } from "node:crypto";
import { isObject, objectAt, type Path, type Properties, stringAt, valueAt } from "../framework/value.ts";
import { annotationOf } from "./annotations.ts";

const managerKey = "__fieldManager";

/** Who the API server takes us for: for each resource another, so that no two own each other's fields. */
export function fieldManagerOf(inputs: Properties, state: Properties = {}): string {
  const known = annotationOf(inputs, "patchFieldManager") ?? stringAt(state, managerKey);
  return known ?? `pulumi-kubernetes-${randomBytes(4).toString("hex")}`;
}

/** Kept with the object, for the same owner has to come again. */
export function withFieldManager(state: Properties, manager: string): Properties {
  return { ...state, [managerKey]: manager };
}

/** Whose writings (other than by apply) we take for our own: our creations, and what a person did with kubectl. */
const adoptable = ["pulumi-kubernetes", "pulumi-resource-kubernetes", "kubectl", "before-first-apply"];

/**
 * The owners of an object's fields once all that is ours belongs to one manager's apply; undefined where it does
 * already. Without this an apply would neither take away what a creation put there nor change what kubectl set.
 */
export function adopted(live: Properties, manager: string): Properties[] | undefined {
  const entries = managersOf(live);
  const ours = entries.filter((each) => isOurs(each, manager));
  if (!ours.some((each) => each.operation === "Update")) return undefined;
  const merged: Properties = {
    manager,
    operation: "Apply",
    apiVersion: live.apiVersion ?? null,
    fieldsType: "FieldsV1",
    fieldsV1: ours.map((each) => objectAt(each, "fieldsV1")).reduce(union),
  };
  return [merged, ...entries.filter((each) => !ours.includes(each))];
}

/** Whether the API server refuses an apply only for fields that `adopted` would give to us. */
export function isAdoptable(causes: Properties[], manager: string): boolean {
  const names = causes.map((each) => /^conflict with "([^"]+)"/.exec(String(each.message))?.[1]);
  return names.every((name) => name !== undefined && (name === manager || isAdoptableName(name)));
}

/** Whether another manager owns a field, and this one does not. */
export function isOnlyTheirs(live: Properties, manager: string, path: Path): boolean {
  const steps = path.map((step) => `f:${step}`);
  const owners = managersOf(live).filter((each) => valueAt(objectAt(each, "fieldsV1"), steps) !== undefined);
  return owners.length > 0 && !owners.some((each) => isOurs(each, manager));
}

function isOurs(entry: Properties, manager: string): boolean {
  const { operation, manager: name } = entry;
  if (operation === "Apply") return name === manager;
  return entry.subresource === undefined && (name === manager || isAdoptableName(String(name)));
}

function isAdoptableName(name: string): boolean {
  return adoptable.some((each) => name.startsWith(each));
}

export function managersOf(live: Properties): Properties[] {
  const { managedFields } = objectAt(live, "metadata");
  return Array.isArray(managedFields) ? managedFields.filter(isObject) : [];
}

/** Sets of fields are trees without leaves. */
function union(a: Properties, b: Properties): Properties {
  const both: Properties = { ...a };
  for (const key of Object.keys(b)) both[key] = union(objectAt(a, key), objectAt(b, key));
  return both;
}
