import { serversOf } from "../../components/inventory/index.ts";
import type { Lab } from "../../components/lab/index.ts";
import { type Node, nodesOf } from "../control-plane/index.ts";
import { type Placement, type PodSpec, plannedPods, type Scheduler } from "../placement/index.ts";
import type { Loss } from "./outage.ts";

/** A cluster before something went away and after: the same pods, placed twice by the scheduler. */
export interface Rehearsal {
  cluster: string;
  lab: Lab;
  before: Placement[];
  after: Placement[];
  /** Whether anybody is left who would start a pod anew. */
  governed: boolean;
}

export async function rehearse(
  cluster: string,
  lab: Lab,
  lifecycles: string[],
  loss: Loss,
  scheduler: Scheduler,
): Promise<Rehearsal> {
  const { inventory } = lab;
  const nodes = nodesOf(cluster, inventory);
  const pods = plannedPods(cluster, lab, lifecycles, nodes);
  const before = await scheduler.place({ cluster, inventory, nodes, pods });
  const left = nodes
    .filter(({ metadata }) => !loss.machines.has(metadata.name))
    .map((node) => without(node, loss));
  const declared = inventory.clusters[cluster];
  const governed = declared !== undefined && serversOf(declared).some((name) => !loss.machines.has(name));
  if (left.length === nodes.length && left.every((node, index) => node === nodes[index]))
    return { cluster, lab, before, after: before, governed };

  const stays = ({ pod, node }: Placement) =>
    node !== undefined && !loss.machines.has(node) && !(loss.cards.has(node) && usesCard(pod.spec));
  const settled = new Map(before.filter(stays).map(({ pod, node }) => [pod, node ?? ""]));
  // A pod of every node goes with its node: nobody looks for another place for it.
  const wanted = before.filter((each) => settled.has(each.pod) || !each.pod.daemon).map(({ pod }) => pod);
  const disks = new Map(
    before.flatMap(({ pod, node }) =>
      pod.claims
        .filter((claim) => claim.class === "local-path" && node)
        .map(({ namespace, name }) => [`${namespace}/${name}`, node ?? ""] as const),
    ),
  );
  if (!governed || left.length === 0)
    return {
      cluster,
      lab,
      before,
      governed: false,
      after: before.map((each) => (settled.has(each.pod) ? each : { pod: each.pod })),
    };
  return {
    cluster,
    lab,
    before,
    governed,
    after: await scheduler.place({ cluster, inventory, nodes: left, pods: wanted, settled, disks }),
  };
}

function without(node: Node, { cards }: Loss): Node {
  if (!cards.has(node.metadata.name)) return node;
  const { "nvidia.com/gpu": _, ...rest } = node.status.allocatable;
  return { ...node, status: { ...node.status, capacity: rest, allocatable: rest } };
}

function usesCard({ runtimeClassName }: PodSpec): boolean {
  return runtimeClassName === "nvidia";
}
