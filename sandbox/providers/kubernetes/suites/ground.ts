import type { Properties } from "../../framework/value.ts";
import type { TrialCluster } from "../../testing/cluster.ts";
import type { Plugin } from "../../testing/plugin.ts";
import type { Stack } from "../../testing/stack.ts";

/** What every suite of the live tests stands on. */
export interface Ground {
  cluster: TrialCluster;
  /** Configured for the cluster. */
  plugin: Plugin;
  stack: Stack;
}

export const types = {
  claim: "kubernetes:core/v1:PersistentVolumeClaim",
  configMap: "kubernetes:core/v1:ConfigMap",
  deployment: "kubernetes:apps/v1:Deployment",
  job: "kubernetes:batch/v1:Job",
  namespace: "kubernetes:core/v1:Namespace",
  service: "kubernetes:core/v1:Service",
} as const;

export function deployment(name: string, container: Properties = {}, spec: Properties = {}): Properties {
  const labels = { app: name };
  const containers = [{ name: "main", image: "web:1", ...container }];
  return {
    metadata: { name, namespace: "default" },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
      ...spec,
    },
  };
}

/** Checked and made, as the engine does it. */
export async function made(
  { plugin }: Ground,
  type: string,
  given: Properties,
  options: { timeout?: number } = {},
) {
  const { inputs, failures } = await plugin.check(type, given);
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return { inputs, ...(await plugin.create(type, inputs, options)) };
}
