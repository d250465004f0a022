import type { IPersistentVolumeClaim, IPersistentVolumeClaimSpec } from "kubernetes-models/v1";
import type { Cluster } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Volume } from "../service/index.ts";
import { type ClusterService, clusterOf } from "./cluster-service.ts";
import { BACKUP, labelsOf, metadataOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { slug } from "./names.ts";
import { claimName } from "./volumes.ts";

type Claim = Extract<Volume, { kind: "claim" }>;

/** Disks of its own; a stateful service makes them itself, from templates. */
export function planClaims(service: ClusterService, lab: Lab): Plan {
  if (service.workload.kind === "stateful") return {};
  return Object.fromEntries(
    claimsOf(service).map(([path, claim]) => {
      const metadata = metadataOf(service, claimName(service, path));
      return [
        `${slug(path)}-claim`,
        {
          apiVersion: "v1" as const,
          kind: "PersistentVolumeClaim" as const,
          metadata: { ...metadata, labels: { ...metadata.labels, ...backupLabel(claim) } },
          spec: claimSpec(claim, clusterOf(service, lab)),
        },
      ];
    }),
  );
}

export function claimTemplates(service: ClusterService, cluster: Cluster): IPersistentVolumeClaim[] {
  return claimsOf(service).map(([path, claim]) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: slug(path), labels: { ...labelsOf(service), ...backupLabel(claim) } },
    spec: claimSpec(claim, cluster),
  }));
}

function claimsOf({ volumes }: ClusterService): [string, Claim][] {
  return Object.entries(volumes).filter((entry): entry is [string, Claim] => entry[1].kind === "claim");
}

function backupLabel({ backup }: Claim) {
  return { [BACKUP]: backup };
}

function claimSpec(claim: Claim, cluster: Cluster): IPersistentVolumeClaimSpec {
  return {
    accessModes: ["ReadWriteOnce"],
    storageClassName: claim.class ?? cluster.storageClass,
    resources: { requests: { storage: claim.size } },
  };
}
