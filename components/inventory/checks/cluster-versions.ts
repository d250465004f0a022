import { isOver } from "../../ended.ts";
import { type Cluster, serversOf } from "../cluster.ts";
import type { Inventory } from "../inventory.ts";
import type { Finding } from "./finding.ts";

/** How many minor releases a kubelet may be behind its API server (kubernetes.io/releases/version-skew-policy). */
const BEHIND_AT_MOST = 3;

/** No agent is newer than a server of its cluster, nor too old for one. */
export function checkClusterVersions({ clusters }: Inventory, today: Date): Finding[] {
  return Object.entries(clusters).flatMap(([name, cluster]) => {
    const servers = serversOf(cluster);
    const agents = Object.keys(cluster.nodes).filter((node) => !servers.includes(node));
    return agents.flatMap((agent) => {
      const server = oldest(servers, cluster);
      return server === undefined ? [] : checkAgent(agent, server, name, cluster, today);
    });
  });
}

function checkAgent(agent: string, server: string, name: string, cluster: Cluster, today: Date): Finding[] {
  const [its, servers] = [versionOf(agent, cluster), versionOf(server, cluster)];
  const ahead = minor(its) - minor(servers);
  const waiver = cluster.nodes[agent]?.waive?.["newer-than-its-servers"];
  const facts = [`${server}, its server, has ${servers}`];
  if (ahead <= 0 && waiver)
    return [
      {
        what: `${agent} of cluster ${name} is excused for being newer than its servers, and is not: it has ${its}.`,
        facts,
        fix: "remove its waiver",
      },
    ];
  if (ahead < -BEHIND_AT_MOST)
    return [
      {
        what: `${agent} of cluster ${name} has ${its}, more than ${BEHIND_AT_MOST} releases behind its server.`,
        facts,
        fix: `raise the version of ${agent}`,
      },
    ];
  if (ahead <= 0 || (waiver && !isOver(waiver, today))) return [];
  return [
    {
      what: `${agent} of cluster ${name} has ${its}, which is newer than its server: Kubernetes supports only the contrary.`,
      facts: [
        ...facts,
        ...(waiver ? [`it was excused until ${waiver.until}, because ${waiver.because}`] : []),
      ],
      fix: `raise the version of ${server} first, or excuse ${agent} for a while: waive: { "newer-than-its-servers": { because, until } }`,
    },
  ];
}

function oldest(servers: string[], cluster: Cluster): string | undefined {
  const age = (node: string) => minor(versionOf(node, cluster));
  return servers.toSorted((a, b) => age(a) - age(b))[0];
}

function versionOf(node: string, { nodes, version }: Cluster): string {
  return nodes[node]?.version ?? version;
}

/** v1.34.3+k3s1 is 34. Kubernetes has been at 1 for ever. */
function minor(version: string): number {
  return Number(version.split(".")[1]);
}
