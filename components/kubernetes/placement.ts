import type { IPodSpec } from "kubernetes-models/v1";
import type { Lab } from "../lab/index.ts";
import { clusterOf, type PlacedService } from "./cluster-service.ts";
import { selectorOf } from "./labels.ts";

const HOSTNAME = "kubernetes.io/hostname";

type Placement = Pick<IPodSpec, "affinity" | "nodeSelector" | "tolerations">;

/** Where a pod may run, and what it puts up with there. */
export function planPlacement(service: PlacedService, lab: Lab): Placement {
  const { node, labels } = service.place;
  const affinity = { ...ableNodes(service, lab), ...apart(service) };
  return {
    ...((node || labels) && { nodeSelector: { ...labels, ...(node && { [HOSTNAME]: node }) } }),
    ...(Object.keys(affinity).length > 0 && { affinity }),
    ...((node || labels || service.workload.kind === "daemon") && {
      tolerations: [{ key: "homelab/reserved", operator: "Exists", effect: "NoSchedule" }],
    }),
  };
}

type Affinity = NonNullable<IPodSpec["affinity"]>;

/** Kubernetes knows the architecture of a node, but not of an image: it would place it, and fail to start it. */
function ableNodes(service: PlacedService, lab: Lab): Pick<Affinity, "nodeAffinity"> {
  const { arch, place } = service;
  const nodes = Object.keys(clusterOf(service, lab).nodes).map((name) => lab.inventory.machines[name]);
  const unable = nodes.some((machine) => machine && "arch" in machine && !arch.includes(machine.arch));
  if (place.node || !unable) return {};
  const able = { matchExpressions: [{ key: "kubernetes.io/arch", operator: "In" as const, values: arch }] };
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [able] } } };
}

/** Copies on one node fall with it; where there is only one node, they may share it. */
function apart({ name, scale, workload }: PlacedService): Pick<Affinity, "podAntiAffinity"> {
  const copies = scale?.max ?? ("replicas" in workload ? workload.replicas : 1);
  if (copies === 1) return {};
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { topologyKey: HOSTNAME, labelSelector: selectorOf(name) } },
      ],
    },
  };
}
