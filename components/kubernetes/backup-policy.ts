import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1";
import { backupJob, backupServerOn, keptOf, trialJob } from "../backup/index.ts";
import { type Lab, mainPort } from "../lab/index.ts";
import { type ClusterService, isOnCluster, type PlacedService } from "./cluster-service.ts";
import { labelsOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { meshPorts, toMesh } from "./mesh.ts";
import { podPorts, podsOf, policyPorts, TO_DNS } from "./peers.ts";
import { policyOf } from "./policy.ts";

/** Marks the pods that keep a service's data, and those that try whether it comes back. */
export const BACKS_UP = "homelab/backs-up";

export function ofBackup(service: ClusterService, what: "backup" | "trial") {
  const name = (what === "backup" ? backupJob : trialJob)(service.name);
  return { name, namespace: service.namespace, labels: labelsOf({ ...service, name }) };
}

/** Both speak with who takes the backups; who is asked for a dump is the service itself. */
export function planBackupPolicy(service: ClusterService, lab: Lab): Plan {
  const server = backupServerOn(service.place.cluster, lab);
  if (!server) return {};
  const takers = [server, ...(keptOf(service)?.engine ? [service] : [])];
  return {
    "backup-network-policy": policyOf(
      ofBackup(service, "backup"),
      { matchLabels: { [BACKS_UP]: service.name } },
      {
        egress: [
          TO_DNS,
          ...takers.map((to) => {
            const port = mainPort(to);
            const ports = port ? [port, ...meshPorts(service, to, lab)] : [];
            return { to: [podsOf(to)], ports: policyPorts(ports) };
          }),
          ...toMesh(service, lab),
        ],
      },
    ),
  };
}

/** Who takes backups takes them from every namespace; a server of databases lets in what asks it for a dump. */
export function fromBackups(service: PlacedService, lab: Lab): INetworkPolicyIngressRule[] {
  const port = mainPort(service);
  if (!port || !isOnCluster(service) || !backupServerOn(service.place.cluster, lab)) return [];
  const ports = podPorts(service, [port, ...meshPorts(service, service, lab)]);
  if (service.provides === "backups") {
    const podSelector = { matchExpressions: [{ key: BACKS_UP, operator: "Exists" as const }] };
    return [{ from: [{ namespaceSelector: {}, podSelector }], ...ports }];
  }
  if (!keptOf(service)?.engine) return [];
  // By the name of the one job: what tries a restore has a server of its own, and nothing to do with this one.
  return [{ from: [podsOf({ name: backupJob(service.name), namespace: service.namespace })], ...ports }];
}
