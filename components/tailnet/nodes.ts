import { isSpread, serversOf } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { tagOf } from "./device.ts";
import type { Opening } from "./opening.ts";

/** What the nodes of a cluster speak with each other where one of them comes over the tailnet. */
export function openToNodes({ inventory: { clusters } }: Lab): Opening[] {
  return Object.entries(clusters).flatMap(([name, cluster]): Opening[] => {
    if (!isSpread(cluster)) return [];
    const nodes = Object.keys(cluster.nodes).map(tagOf);
    return [
      {
        from: nodes,
        to: serversOf(cluster).map(tagOf),
        traffic: ["tcp:6443"],
        because: `nodes of ${name} ask its servers`,
      },
      {
        from: nodes,
        to: nodes,
        // Flannel's VXLAN between their pods, the kubelet, and images that one node has for another.
        traffic: ["udp:8472", "tcp:10250", "tcp:5001"],
        because: `nodes of ${name} work together`,
      },
    ];
  });
}
