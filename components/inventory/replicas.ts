import type { Cluster } from "./cluster.ts";

/** In percent: of a disk that holds replicas, what is left to the system, to images and to disks of one node. */
export const KEPT_ON_A_DISK = 30;

/** How often each replicated disk is there: a second copy survives a node, a third would only cost. */
export function replicasOf({ nodes }: Cluster): 1 | 2 {
  return Object.keys(nodes).length > 1 ? 2 : 1;
}
