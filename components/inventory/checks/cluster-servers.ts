import { type Cluster, isSpread, serversOf } from "../cluster.ts";
import type { Inventory } from "../inventory.ts";
import type { Finding } from "./finding.ts";

/** The servers of a cluster are there, and are as many as can agree. */
export function checkClusterServers({ clusters, machines }: Inventory): Finding[] {
  return Object.entries(clusters).flatMap(([name, cluster]) => [
    ...serversOf(cluster).flatMap((server) => {
      const machine = machines[server];
      return machine && "mayBeDown" in machine && machine.mayBeDown ? [mayBeDown(server, name)] : [];
    }),
    ...cannotAgree(name, cluster),
    ...agreeFromAfar(name, cluster),
  ]);
}

function mayBeDown(server: string, name: string): Finding {
  return {
    what: `${server} is a server of cluster ${name}, and may be down: then nothing in the cluster can change.`,
    fix: `make ${server} an agent, and a machine that is always on the server`,
  };
}

function cannotAgree(name: string, cluster: Cluster): Finding[] {
  const servers = serversOf(cluster);
  if (servers.length === 0 || servers.length % 2 === 1) return [];
  return [
    {
      what: `cluster ${name} has ${servers.length} servers: more than half of them must be there, so it bears no more than with ${servers.length - 1}.`,
      facts: [`servers: ${servers.join(", ")}`],
      fix: "make one of them an agent, or add one more",
    },
  ];
}

function agreeFromAfar(name: string, cluster: Cluster): Finding[] {
  const servers = serversOf(cluster);
  if (servers.length < 2 || servers.length % 2 === 0 || !isSpread(cluster)) return [];
  return [
    {
      what: `cluster ${name} has ${servers.length} servers, and nodes that join over the tailnet: k3s does not support etcd there.`,
      facts: [`servers: ${servers.join(", ")}`],
      fix: "keep one server, or bring all nodes into one house",
    },
  ];
}
