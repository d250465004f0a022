import { Refusal } from "../framework/refusal.ts";
import { suggestion } from "../framework/suggestion.ts";
import type { Cluster } from "./cluster.ts";
import { type CustomKinds, undefinedKind } from "./custom-kinds.ts";
import type { Definition } from "./definition.ts";
import { builtInShape } from "./models.ts";
import { isInGroup, kindsInGroup, validateRequirements } from "./requirements.ts";
import { clusterScoped } from "./scope.ts";
import type { Gvk } from "./token.ts";

export async function definitionOf(gvk: Gvk, custom: CustomKinds, cluster?: Cluster): Promise<Definition> {
  const found = builtIn(gvk) ?? custom.find(gvk) ?? (await askCluster(gvk, custom, cluster));
  if (!found) throw new Refusal(refuseKind(gvk));
  return found;
}

const builtIns = new Map<string, Definition | undefined>();

function builtIn(gvk: Gvk): Definition | undefined {
  const key = `${gvk.apiVersion}/${gvk.kind}`;
  if (!builtIns.has(key)) builtIns.set(key, findBuiltIn(gvk));
  return builtIns.get(key);
}

function findBuiltIn(gvk: Gvk): Definition | undefined {
  const shape = isInGroup(gvk) && !gvk.kind.endsWith("List") ? builtInShape(gvk) : undefined;
  if (!shape) return undefined;
  const namespaced = !clusterScoped.has(gvk.kind);
  return { shape, namespaced, validate: (inputs) => validateRequirements(gvk, inputs) };
}

/** A definition that is in the cluster already is as good as one of the program. */
async function askCluster(gvk: Gvk, custom: CustomKinds, cluster?: Cluster): Promise<Definition | undefined> {
  const signal = AbortSignal.timeout(10_000);
  // While no API server can be asked, an object of a kind that is none of Kubernetes' own is taken as it is.
  if (!(await cluster?.reachable())) return kindsInGroup(gvk).length > 0 ? undefined : undefinedKind(gvk);
  const endpoint = await cluster?.endpoint(gvk, signal);
  if (!endpoint) return undefined;
  await custom.learnOnce(`${endpoint.plural}.${gvk.group}`, (name) =>
    cluster?.find(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, signal),
  );
  return custom.find(gvk);
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
