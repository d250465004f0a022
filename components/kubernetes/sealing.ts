import { sealingPair } from "../certificates/index.ts";
import type { Inventory } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { type ChartService, clusterOf } from "./cluster-service.ts";
import { metadataOf } from "./labels.ts";
import type { Plan, PlannedValues } from "./manifest.ts";

/** By it the controller knows its keys. */
const KEY = "sealedsecrets.bitnami.com/sealed-secrets-key";

/**
 * The key with which a cluster opens what was sealed for it. Given to the controller, which would otherwise make one
 * that dies with the cluster, and that nobody could seal with before the cluster is there.
 */
export function planSealingKey(service: ChartService, lab: Lab): Plan {
  if (service.provides !== "unsealing") return {};
  const { generation } = clusterOf(service, lab);
  const { certificate, key } = sealingPair(lab.name, service.place.cluster, generation);
  const metadata = metadataOf(service, `sealing-key-${generation}`);
  return {
    "sealing-key": {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { ...metadata, labels: { ...metadata.labels, [KEY]: "active" } },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": [certificate], "tls.key": [key] },
    },
  };
}

/** It makes no key of its own beside ours, and starts anew with another one: keys are read at its start. */
export function sealingValues(cluster: string, { clusters }: Inventory): PlannedValues {
  return {
    keyrenewperiod: "0",
    podAnnotations: { "homelab/generation": String(clusters[cluster]?.generation ?? 1) },
  };
}
