import type { StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

/** An object of a cluster, as one asks for it there. */
export interface KubeAddress {
  cluster: string;
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** Every cluster has a provider of its own, called after it. */
const PROVIDER = /pulumi:providers:kubernetes::(.+)-provider::/;

export function kubeAddressOf({ provider, new: now }: StepEventMetadata): KubeAddress | undefined {
  const cluster = PROVIDER.exec(provider)?.[1];
  const { apiVersion, kind, metadata } = (now?.outputs ?? {}) as Record<string, unknown>;
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
  if (!cluster || typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string")
    return undefined;
  return { cluster, apiVersion, kind, name, ...(typeof namespace === "string" && { namespace }) };
}
