import { Refusal } from "../framework/refusal.ts";
import type { ObjectShape } from "../framework/shape.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { Failure } from "../framework/validate.ts";
import type { Properties } from "../framework/value.ts";
import type { CustomKinds } from "./customKinds.ts";
import { builtInShape } from "./models.ts";
import { isInGroup, kindsInGroup, validateRequirements } from "./requirements.ts";
import { clusterScoped } from "./scope.ts";
import type { Gvk } from "./token.ts";

/** All that has to be known of a kind to check an object of it without a cluster. */
export interface Definition {
  shape: ObjectShape;
  namespaced: boolean;
  /** What the shape cannot say: formats, and required fields of the built-in kinds. */
  validate(inputs: Properties): Failure[];
}

export function definitionOf(gvk: Gvk, custom: CustomKinds): Definition {
  const shape = isInGroup(gvk) && !gvk.kind.endsWith("List") ? builtInShape(gvk) : undefined;
  const definition: Definition | undefined = shape && {
    shape,
    namespaced: !clusterScoped.has(gvk.kind),
    validate: (inputs) => validateRequirements(gvk, inputs),
  };
  const found = definition ?? custom.find(gvk);
  if (!found) throw new Refusal(refuseKind(gvk));
  return found;
}

function refuseKind(gvk: Gvk): string {
  const { apiVersion, group, kind } = gvk;
  const siblings = kindsInGroup(gvk);
  if (siblings.length > 0)
    return `Kubernetes has no kind ${kind} in ${apiVersion}; ${suggestion(kind, siblings)}`;
  return [
    `nothing is known of the kind ${kind} in ${apiVersion}, so its fields cannot be checked.`,
    `If a CustomResourceDefinition of ${group} is part of the program, let this object depend on it.`,
  ].join(" ");
}
