import { type Cluster, serversOf } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { tagOf } from "./device.ts";
import type { Opening } from "./opening.ts";

/** What the nodes of a cluster speak with each other where one of them comes over the tailnet. */
export function openToNodes({ inventory: { clusters, machines } }: Lab): Opening[] {
  return Object.entries(clusters).flatMap(([name, cluster]) => {
    if (!Object.values(cluster.nodes).some(({ join }) => join === "tailnet")) return [];
    const isMember = (node: string) => Boolean(machines[node]?.tailnet);
    return joined(name, cluster, isMember);
  });
}

function joined(name: string, cluster: Cluster, isMember: (node: string) => boolean): Opening[] {
  const nodes = Object.keys(cluster.nodes).filter(isMember).map(tagOf);
  const servers = serversOf(cluster).filter(isMember).map(tagOf);
  return [
    {
      from: nodes,
      to: servers,
      traffic: ["tcp:6443"],
      because: `nodes of ${name} register with its servers`,
    },
    {
      from: nodes,
      to: nodes,
      // Flannel's VXLAN, and the kubelet.
      traffic: ["udp:8472", "tcp:10250"],
      because: `pods of ${name} on one node reach those on another`,
    },
  ];
}
