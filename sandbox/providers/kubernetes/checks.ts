import { optional } from "../framework/shape.ts";
import { type Failure, validate } from "../framework/validate.ts";
import { formatPath, isObject, objectAt, type Properties } from "../framework/value.ts";
import type { Checked, CheckRequest } from "../framework/vendor.ts";
import type { Definition } from "./definition.ts";
import { named, validateMetadata } from "./names.ts";
import type { Gvk } from "./token.ts";

/** What an object is checked against. */
export interface Measure {
  gvk: Gvk;
  definition: Definition;
  /** Where an object goes that says nothing of a namespace. */
  defaultNamespace: string;
}

export function check(request: CheckRequest, { gvk, definition, defaultNamespace }: Measure): Checked {
  const { name, before, seed } = request;
  const typed = { ...request.inputs, apiVersion: gvk.apiVersion, kind: gvk.kind };
  const inputs = settled(named(typed, before, name, seed), definition, defaultNamespace);
  const failures = firstAtEachPlace([
    ...validate(inputs, definition.shape),
    ...definition.validate(inputs),
    ...validateMetadata(gvk.kind, inputs),
  ]);
  if (definition.namespaced === false && objectAt(inputs, "metadata").namespace !== undefined)
    failures.push({
      path: ["metadata", "namespace"],
      reason: `cannot be set: a ${gvk.kind} belongs to no namespace`,
    });
  return { inputs, failures };
}

/** A patch says only what it is about, so nothing in it is required but the name of the object. */
export function checkPatch(request: CheckRequest, { gvk, definition, defaultNamespace }: Measure): Checked {
  const typed = { ...request.inputs, apiVersion: gvk.apiVersion, kind: gvk.kind };
  const inputs = settled(typed, definition, defaultNamespace);
  const failures = validate(inputs, optional(definition.shape));
  const { metadata = {} } = inputs;
  if (isObject(metadata) && metadata.name === undefined)
    failures.push({ path: ["metadata", "name"], reason: `is required in ${gvk.kind}Patch` });
  return { inputs, failures };
}

/** What has the wrong type mostly has the wrong format, too: one of the two is enough to hear. */
function firstAtEachPlace(failures: Failure[]): Failure[] {
  const places = new Map<string, Failure>();
  for (const failure of failures.toReversed()) places.set(formatPath(failure.path), failure);
  return [...places.values()].toReversed();
}

/** Puts an object that says nothing of a namespace into the provider's. */
function settled(inputs: Properties, definition: Definition, namespace: string): Properties {
  const { metadata } = inputs;
  if (!definition.namespaced || !isObject(metadata) || metadata.namespace !== undefined) return inputs;
  return { ...inputs, metadata: { ...metadata, namespace } };
}
