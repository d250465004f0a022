import type { Lab } from "../lab/index.ts";
import { tagOf } from "./device.ts";
import type { Opening } from "./opening.ts";

/** Clusters of other sites ask the name servers of the house over the tailnet, each by its own address there. */
export function openNameServers({ inventory: { dns, clusters, machines } }: Lab): Opening[] {
  if (!dns) return [];
  const site = machines[dns.primary]?.site;
  return Object.entries(clusters)
    .filter(([, cluster]) => cluster.site !== site)
    .map(([name, cluster]) => ({
      // A pod speaks with what is no pod under the address of its node.
      from: Object.keys(cluster.nodes)
        .filter((node) => machines[node]?.tailnet)
        .map(tagOf),
      to: [dns.primary, dns.secondary].map(tagOf),
      traffic: ["udp:53", "tcp:53"],
      because: `pods of ${name} ask for the names of the house`,
    }));
}
