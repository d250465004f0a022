import { type Cluster, type ClusterNode, serversOf } from "../cluster.ts";
import type { Inventory } from "../inventory.ts";
import type { Machine } from "../machine.ts";
import { type Finding, unknown } from "./finding.ts";

const CAN_BE_NODES: Machine["kind"][] = ["vm", "metal", "guest"];

/** Every cluster has a server, and nodes that exist, can be nodes, and can reach it. */
export function checkClusters(inventory: Inventory): Finding[] {
  const clusters = Object.entries(inventory.clusters);
  return [
    ...clusters.flatMap(([name, cluster]) => [
      ...unknownSite(name, cluster, inventory),
      ...withoutServer(name, cluster),
      ...Object.entries(cluster.nodes).flatMap(([node, spec]) =>
        checkNode(node, spec, name, cluster, inventory),
      ),
    ]),
    ...inTwoClusters(clusters),
  ];
}

function unknownSite(name: string, { site }: Cluster, { sites }: Inventory): Finding[] {
  if (sites[site]) return [];
  return [
    unknown(`cluster ${name} stands at site ${site}, which is not declared.`, site, Object.keys(sites)),
  ];
}

function withoutServer(name: string, cluster: Cluster): Finding[] {
  if (serversOf(cluster).length > 0) return [];
  return [{ what: `cluster ${name} has no server.`, fix: 'give one of its nodes `role: "server"`' }];
}

function checkNode(
  name: string,
  { join }: ClusterNode,
  clusterName: string,
  { site }: Cluster,
  { machines }: Inventory,
): Finding[] {
  const machine = machines[name];
  if (!machine)
    return [
      unknown(
        `cluster ${clusterName} has the node ${name}, which is not a machine.`,
        name,
        Object.keys(machines),
      ),
    ];
  if (!CAN_BE_NODES.includes(machine.kind))
    return [
      {
        what: `${name} is a ${machine.kind}, and cannot be a node of cluster ${clusterName}.`,
        fix: "use a vm, a metal machine or a guest",
      },
    ];
  if (join === "lan" && machine.site !== site)
    return [
      {
        what: `${name} stands at ${machine.site}, and cannot join ${clusterName} at ${site} over the LAN.`,
        fix: 'write `join: "tailnet"` for it',
      },
    ];
  if (join === "tailnet" && !machine.tailnet)
    return [
      {
        what: `${name} joins ${clusterName} over the tailnet, but is not in it.`,
        fix: `write \`tailnet: true\` or its address on the machine ${name}`,
      },
    ];
  return [];
}

function inTwoClusters(clusters: [string, Cluster][]): Finding[] {
  const owners = new Map<string, string>();
  return clusters.flatMap(([cluster, { nodes }]) =>
    Object.keys(nodes).flatMap((node) => {
      const other = owners.get(node);
      owners.set(node, cluster);
      if (!other) return [];
      return [
        {
          what: `${node} is a node of both ${other} and ${cluster}.`,
          fix: "a machine belongs to one cluster: remove it from the other",
        },
      ];
    }),
  );
}
