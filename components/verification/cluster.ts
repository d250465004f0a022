import { planCluster } from "../kubernetes/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import { backupChecks } from "./backups.ts";
import { belongingChecks } from "./belongings.ts";
import { chartChecks } from "./charts.ts";
import { type Check, idOf } from "./check.ts";
import { conditionChecks } from "./conditions.ts";
import { gitopsChecks } from "./gitops.ts";
import { ingressChecks } from "./ingress.ts";
import { meshChecks } from "./mesh.ts";
import { namespaceChecks } from "./namespaces.ts";
import { nodeChecks } from "./nodes.ts";
import { proxiedChecks } from "./proxied.ts";
import { claimCheck, classChecks } from "./storage.ts";
import { workloadChecks } from "./workloads.ts";

export interface ClusterAsked {
  lab: Lab;
  cluster: string;
  programs: Programs;
  lifecycles: string[];
  /** Whether ArgoCD brings it to what Git says. */
  followsGit: boolean;
}

/** Everything of one cluster: what it is made of, and each service that it runs, from the plan that it is applied by. */
export function clusterChecks({ lab, cluster, programs, lifecycles, followsGit }: ClusterAsked): Check[] {
  const { name: stack, inventory } = lab;
  const plan = planCluster(cluster, lab, programs, lifecycles);
  return [
    {
      id: idOf({ place: cluster, topic: "access", name: "api" }),
      place: cluster,
      topic: "access",
      about: "its API server answers",
      by: "answer",
    },
    ...nodeChecks(cluster, inventory),
    ...classChecks(cluster, inventory.clusters[cluster]?.storageClass ?? "", plan.services),
    ...namespaceChecks(cluster, stack, plan),
    ...meshChecks(cluster, inventory),
    ...(followsGit ? gitopsChecks(cluster) : []),
    ...plan.services.flatMap((planned): Check[] => [
      ...workloadChecks(cluster, lab, planned),
      ...chartChecks(cluster, stack, planned),
      ...claimCheck(cluster, stack, planned),
      ...belongingChecks(cluster, stack, planned),
      ...conditionChecks(cluster, stack, planned),
      ...ingressChecks(cluster, stack, planned),
      ...backupChecks(cluster, stack, planned),
      ...proxiedChecks(cluster, planned),
    ]),
  ];
}
