import type { Node } from "../control-plane/index.ts";
import type { Container, PlannedClaim, PodSpec } from "./planned-pod.ts";
import { quantity } from "./quantity.ts";
import type { Placement } from "./trial.ts";

/** What of one resource a node has, and what its pods asked for. */
export interface Room {
  declared: number;
  requested: number;
  free: number;
}

/** In bytes, cores and slices. */
export interface NodeCapacity {
  node: string;
  memory: Room;
  cpu: Room;
  gpu: Room;
  storage: Room;
  pods: string[];
}

/** The proof of a cluster: how full each node is, and what found no place. */
export interface ClusterCapacity {
  cluster: string;
  nodes: NodeCapacity[];
  /** What disks that every node reaches were asked for, in bytes by storage class. */
  shared: Record<string, number>;
  unplaced: { pod: string; service: string; reason: string }[];
}

const resources = { memory: "memory", cpu: "cpu", gpu: "nvidia.com/gpu" } as const;

/** A disk of this class lies on the node where its pod was first placed. */
const localClass = "local-path";

export function capacityOf(
  cluster: string,
  nodes: readonly Node[],
  placements: readonly Placement[],
): ClusterCapacity {
  const claims = distinct(placements.flatMap(({ pod }) => pod.claims));
  const shared: Record<string, number> = {};
  for (const claim of claims.values())
    if (claim.class !== "" && claim.class !== localClass)
      shared[claim.class] = (shared[claim.class] ?? 0) + quantity(claim.size);
  return {
    cluster,
    nodes: nodes.map((node) => nodeCapacity(node, placements)),
    shared,
    unplaced: placements.flatMap(({ pod, reason }) =>
      reason ? [{ pod: pod.name, service: pod.service, reason }] : [],
    ),
  };
}

function nodeCapacity({ metadata: { name }, status }: Node, placements: readonly Placement[]): NodeCapacity {
  const here = placements.filter(({ node }) => node === name).map(({ pod }) => pod);
  const room = (key: keyof typeof resources): Room => {
    const declared = quantity(status.allocatable[resources[key]]);
    const requested = sum(here.map(({ spec }) => requestOf(spec, resources[key])));
    return { declared, requested, free: declared - requested };
  };
  const declared = quantity(status.allocatable["ephemeral-storage"]);
  const disks = distinct(here.flatMap((pod) => pod.claims.filter((claim) => claim.class === localClass)));
  const stored = sum([...disks.values()].map(({ size }) => quantity(size)));
  return {
    node: name,
    memory: room("memory"),
    cpu: room("cpu"),
    gpu: room("gpu"),
    storage: { declared, requested: stored, free: declared - stored },
    pods: here.map((pod) => pod.name),
  };
}

/** As the scheduler counts: the containers together, or one that runs before them, where that takes more. */
export function requestOf({ containers, initContainers = [] }: PodSpec, resource: string): number {
  const asked = ({ resources }: Container) =>
    quantity(resources?.requests?.[resource] ?? resources?.limits?.[resource]);
  let beside = 0;
  let most = 0;
  for (const each of initContainers) {
    // One that goes on is there for all that begin after it.
    if (each.restartPolicy === "Always") beside += asked(each);
    else most = Math.max(most, beside + asked(each));
  }
  return Math.max(most, beside + sum(containers.map(asked)));
}

/** Two pods may share a disk, which is there once. */
function distinct(claims: readonly PlannedClaim[]): Map<string, PlannedClaim> {
  return new Map(claims.map((claim) => [`${claim.namespace}/${claim.name}`, claim]));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
