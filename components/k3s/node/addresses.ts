import { type Inventory, isSpread, serversOf, tailnetAddress } from "../../inventory/index.ts";
import type { K3sNode } from "./k3s-node.ts";

/** Where a node finds the server that it joins; nothing, for the first server. */
export function serverToJoin({ name, cluster }: K3sNode, inventory: Inventory): string | undefined {
  const [first = ""] = serversOf(cluster.spec);
  if (first === name) return undefined;
  const lan = inventory.machines[first]?.lan;
  // Through the tailnet also from beside it, where the nodes speak so: one way to the server is tested, not two.
  const address = isSpread(cluster.spec) ? tailnetAddress(first, inventory) : lan;
  return address ?? lan ?? tailnetAddress(first, inventory);
}

/** Where whoever is at home or in the tailnet reaches a cluster: through the tailnet, which is everywhere. */
export function apiServerOf(cluster: string, inventory: Inventory): string {
  const declared = inventory.clusters[cluster];
  const [first = ""] = declared ? serversOf(declared) : [];
  const address = tailnetAddress(first, inventory) ?? inventory.machines[first]?.lan;
  if (!address) throw new Error(`${first} was checked to be a server of ${cluster}, and has no address`);
  return address;
}

/** Where whoever is beside it reaches it, without the tailnet where that can be. */
export function apiServerAtHome(cluster: string, inventory: Inventory): string {
  const declared = inventory.clusters[cluster];
  const [first = ""] = declared ? serversOf(declared) : [];
  return inventory.machines[first]?.lan ?? apiServerOf(cluster, inventory);
}

/** Every name and address by which somebody may call a server: its certificate has to know them. */
export function namesOf(server: string, inventory: Inventory): string[] {
  const machine = inventory.machines[server];
  const inTailnet = machine?.tailnet ? `${server}.${inventory.tailnet.domain}` : undefined;
  const all = [
    server,
    `${server}.${inventory.home}`,
    machine?.lan,
    tailnetAddress(server, inventory),
    inTailnet,
  ];
  return [...new Set(all.filter((name) => name !== undefined))];
}
