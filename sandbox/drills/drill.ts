import { serversOf } from "../../components/inventory/index.ts";
import type { Lab, Service } from "../../components/lab/index.ts";
import { type Node, nodesOf } from "../control-plane/index.ts";
import { type Placement, type PodSpec, plannedPods, Scheduler } from "../placement/index.ts";
import type { Programs } from "../programs/index.ts";
import { fatesOf } from "./fates.ts";
import { type Loss, lossOf, type Outage } from "./outage.ts";
import type { DrillReport } from "./report.ts";

/** A cluster before something went away and after: the same pods, placed twice by the scheduler. */
export interface Rehearsal {
  cluster: string;
  lab: Lab;
  before: Placement[];
  after: Placement[];
  /** Whether anybody is left who would start a pod anew. */
  governed: boolean;
}

/** Takes something away, lets the scheduler place what is left over, and says what became of each service. */
export async function drill(
  outage: Outage,
  labs: readonly Lab[],
  lifecycles: string[],
  programs: Programs,
): Promise<DrillReport> {
  // First, because a name that nobody has needs no scheduler.
  const loss = lossOf(outage, labs);
  const scheduler = await Scheduler.open(programs);
  try {
    return await drillWith(scheduler, outage, loss, labs, lifecycles);
  } finally {
    await scheduler.close();
  }
}

/** The same by a scheduler that is there already. */
export async function drillWith(
  scheduler: Scheduler,
  outage: Outage,
  loss: Loss,
  labs: readonly Lab[],
  lifecycles: string[],
): Promise<DrillReport> {
  const rehearsals: Rehearsal[] = [];
  for (const lab of labs)
    for (const cluster of Object.keys(lab.inventory.clusters))
      rehearsals.push(await rehearse(cluster, lab, lifecycles, loss, scheduler));
  const deployed = labs.map((lab) => ({ ...lab, services: lab.services.filter(isDeployed(lifecycles)) }));
  return {
    outage: [outage.kind, "name" in outage ? outage.name : ""].filter(Boolean).join(" "),
    gone: [
      ...loss.machines,
      ...[...loss.cards].map((name) => `GPU of ${name}`),
      ...(loss.internet ? ["internet"] : []),
    ],
    services: fatesOf(deployed, rehearsals, loss),
  };
}

function isDeployed(lifecycles: string[]): (service: Service) => boolean {
  return ({ lifecycle }) => lifecycles.includes(lifecycle);
}

async function rehearse(
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
