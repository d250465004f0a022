import { type Cluster, type ClusterNode, isSpread, serversOf } from "../cluster.ts";
import type { Inventory } from "../inventory.ts";
import type { Machine } from "../machine.ts";
import { checkClusterNetworks } from "./cluster-networks.ts";
import { checkClusterServers } from "./cluster-servers.ts";
import { checkClusterVersions } from "./cluster-versions.ts";
import { type Finding, unknown } from "./finding.ts";
import { checkNodeLabels } from "./node-labels.ts";

const CAN_BE_NODES: Machine["kind"][] = ["vm", "metal", "guest"];

/** Every cluster has a server, and nodes that exist, can be nodes, and can reach it. */
export function checkClusters(inventory: Inventory, today: Date): Finding[] {
  const clusters = Object.entries(inventory.clusters);
  return [
    ...clusters.flatMap(([name, cluster]) => [
      ...unknownSite(name, cluster, inventory),
      ...withoutServer(name, cluster),
      ...outsideItsTailnet(name, cluster, inventory),
      ...Object.entries(cluster.nodes).flatMap(([node, spec]) =>
        checkNode(node, spec, name, cluster, inventory),
      ),
    ]),
    ...inTwoClusters(clusters),
    ...checkClusterNetworks(inventory),
    ...checkClusterServers(inventory),
    ...checkClusterVersions(inventory, today),
    ...checkNodeLabels(inventory),
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
  if (join === "lan" && machine.kind === "guest" && machine.under === "wsl2")
    return [
      {
        what: `${name} joins ${clusterName} over the LAN, but is behind the NAT of its Windows: nobody there can reach it.`,
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

/** Where one node is somewhere else, all of them speak through the tailnet: those at home have to be in it. */
function outsideItsTailnet(name: string, cluster: Cluster, { machines }: Inventory): Finding[] {
  const nodes = Object.entries(cluster.nodes);
  const isIn = (node: string) => machines[node]?.tailnet !== undefined;
  const away = nodes.filter(([node, { join }]) => join === "tailnet" && isIn(node)).map(([node]) => node);
  const outside = nodes.filter(([node, { join }]) => join === "lan" && machines[node] && !isIn(node));
  if (!isSpread(cluster) || away.length === 0) return [];
  return outside.map(([node]) => ({
    what: `${node} of cluster ${name} is not in the tailnet, through which its nodes speak.`,
    facts: [`${away.join(", ")} joins over the tailnet`],
    fix: `write \`tailnet: true\` or its address on the machine ${node}`,
  }));
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
