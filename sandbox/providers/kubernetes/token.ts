import { Refusal } from "../framework/refusal.ts";

/** What Kubernetes calls a type of resource. */
export interface Gvk {
  apiVersion: string;
  group: string;
  version: string;
  kind: string;
}

/** Reads a Pulumi type: kubernetes:apps/v1:Deployment, kubernetes:core/v1:ConfigMap, kubernetes:cert-manager.io/v1:Issuer. */
export function gvkOf(type: string): Gvk {
  const [, group, version, kind] = /^kubernetes:(?:([^:/]+)\/)?([^:/]+):([^:/]+)$/.exec(type) ?? [];
  if (version === undefined || kind === undefined)
    throw new Refusal(
      `${type} is not a type of a Kubernetes object: it has to look like kubernetes:apps/v1:Deployment`,
    );
  if (group === undefined || group === "core") return { apiVersion: version, group: "", version, kind };
  return { apiVersion: `${group}/${version}`, group, version, kind };
}

/** An object that brings a kind with it. */
export function isDefinition({ kind }: Gvk): boolean {
  return kind === "CustomResourceDefinition";
}
