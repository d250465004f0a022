import { defineInventory } from "../../components/inventory/index.ts";
import { people } from "../homelab/inventory/people.ts";
import { rack } from "../homelab/inventory/rack.ts";
import { zones } from "../homelab/inventory/zones.ts";
import { sites, tailnet } from "../sites.ts";
import { placeOf, stackOf } from "./number.ts";

export const CLUSTER = "pull-request";

/** A machine that lasts as long as its pull request, and a cluster of it alone. Nothing leads there but the LAN. */
export function inventoryOf(number: number) {
  const machine = stackOf(number);
  const { node005 } = rack;
  if (!node005) throw new Error("tests of pull requests stand on node005, which is gone from the rack");
  return defineInventory({
    tailnet,
    people,
    zones,
    sites: { rack: sites.rack },
    machines: {
      node005,
      [machine]: {
        kind: "vm",
        about: `The test of pull request ${number}: gone when that is closed`,
        on: "node005",
        site: "rack",
        lan: placeOf(number).lan,
        threads: 4,
        memory: "8Gi",
        disk: "40GB",
        backup: { never: "it lasts as long as its pull request" },
      },
    },
    clusters: {
      [CLUSTER]: {
        about: "A whole cluster on one machine",
        site: "rack",
        version: "v1.34.3+k3s1",
        pods: "10.52.0.0/16",
        services: "10.53.0.0/16",
        domain: "terrac.com",
        ingress: "traefik",
        storageClass: "local-path",
        nodes: { [machine]: { role: "server" } },
      },
    },
  });
}
