import { createHash } from "node:crypto";
import type { Failure } from "../framework/validate.ts";
import { isObject, objectAt, type Properties, stringAt } from "../framework/value.ts";

const autonamed = "pulumi.com/autonamed";

/** Objects whose names are not names of hosts: "system:node-proxier" is a good ClusterRole. */
const freelyNamed = new Set(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "FlowSchema"]);

/** Gives a name to an object that has none, as the official provider does; an object keeps the one it was given. */
export function named(inputs: Properties, before: Properties, name: string, seed: Uint8Array): Properties {
  const { metadata = {} } = inputs;
  if (!isObject(metadata) || metadata.name !== undefined) return inputs;
  const old = isAutonamed(before) ? stringAt(objectAt(before, "metadata"), "name") : undefined;
  const annotations = { ...objectAt(metadata, "annotations"), [autonamed]: "true" };
  return { ...inputs, metadata: { ...metadata, annotations, name: old ?? `${name}-${suffix(seed, name)}` } };
}

export function isAutonamed(inputs: Properties): boolean {
  return objectAt(objectAt(inputs, "metadata"), "annotations")[autonamed] === "true";
}

/** Eight digits, the same in the preview and in the update that follows it. */
function suffix(seed: Uint8Array, name: string): string {
  return createHash("sha256").update(seed).update(name).digest("hex").slice(0, 8);
}

/** What the API server says of names and labels; its OpenAPI is silent there. */
export function validateMetadata(kind: string, inputs: Properties): Failure[] {
  const metadata = objectAt(inputs, "metadata");
  const name = stringAt(metadata, "name");
  const namespace = stringAt(metadata, "namespace");
  const failures: Failure[] = [];
  if (name !== undefined && !freelyNamed.has(kind) && !isSubdomain(name))
    failures.push({ path: ["metadata", "name"], reason: hostName });
  if (namespace !== undefined && !isSubdomain(namespace))
    failures.push({ path: ["metadata", "namespace"], reason: hostName });
  if (metadata.generateName !== undefined)
    failures.push({
      path: ["metadata", "generateName"],
      reason: "cannot be applied on the server: give a name, or none",
    });
  for (const [key, value] of Object.entries(objectAt(metadata, "labels"))) {
    if (typeof value === "string" && !/^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value))
      failures.push({ path: ["metadata", "labels", key], reason: labelValue });
  }
  return failures;
}

const hostName =
  'has to be lower-case letters, digits, "-" and ".", to begin and end with a letter or digit, and to have 253 at most';
const labelValue =
  'has to be letters, digits, "-", "_" and ".", to begin and end with a letter or digit, and to have 63 at most';

function isSubdomain(name: string): boolean {
  return (
    name.length <= 253 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(name)
  );
}
