import { type Cluster, type ClusterNode, type Computer, computer } from "../../inventory/index.ts";
import type { Lab } from "../../lab/index.ts";

/** A machine together with the place that it has in its cluster. */
export interface K3sNode {
  name: string;
  machine: Computer;
  node: ClusterNode;
  /** The release that runs here. */
  version: string;
  cluster: { name: string; spec: Cluster };
}

/** The node that a machine is; nothing, where it is none. */
export function nodeOf(machine: string, { inventory }: Pick<Lab, "inventory">): K3sNode | undefined {
  const found = computer(inventory.machines[machine]);
  if (!found) return undefined;
  return Object.entries(inventory.clusters).flatMap(([name, spec]): K3sNode[] => {
    const node = spec.nodes[machine];
    if (!node) return [];
    return [
      { name: machine, machine: found, node, version: node.version ?? spec.version, cluster: { name, spec } },
    ];
  })[0];
}
