import { resolversAt } from "../dns/index.ts";
import { type Inventory, serversOf, virtualAddressFor, type WireGuard } from "../inventory/index.ts";

/** What a device may ask for of the house that it has come into. */
export interface Way {
  /** Addresses, or whole networks. */
  to: string[];
  /** All of it, where no port is named. */
  ports: { protocol: "tcp" | "udp"; number: number }[];
}

/** Admins come to all of the house; everybody else to names, and to what answers by name. */
export function waysOf(peer: string, inventory: Inventory): Way[] {
  const { peers, server } = wireguardOf(inventory);
  const site = inventory.machines[server]?.site ?? "";
  return isAdmin(peers[peer]?.person, inventory)
    ? [{ to: Object.values(inventory.sites[site]?.networks ?? {}).map(({ cidr }) => cidr), ports: [] }]
    : waysOfEverybody(inventory);
}

/** Whatever the person of a device is, these are open. */
export function waysOfEverybody(inventory: Inventory): Way[] {
  const site = inventory.machines[wireguardOf(inventory).server]?.site ?? "";
  const ways: Way[] = [
    {
      to: resolversAt(site, inventory),
      ports: [
        { protocol: "udp", number: 53 },
        { protocol: "tcp", number: 53 },
      ],
    },
    {
      to: ingressesAt(site, inventory),
      ports: [
        { protocol: "tcp", number: 80 },
        { protocol: "tcp", number: 443 },
      ],
    },
  ];
  return ways.filter(({ to }) => to.length > 0);
}

export function adminsAmong({ peers }: WireGuard, inventory: Inventory): string[] {
  return Object.values(peers).flatMap(({ person, address }) => (isAdmin(person, inventory) ? [address] : []));
}

export function wireguardOf({ wireguard }: Inventory): WireGuard {
  if (!wireguard) throw new Error("the inventory was checked to have WireGuard, and has none");
  return wireguard;
}

function isAdmin(person = "", { people }: Inventory): boolean {
  return people[person]?.groups.includes("admin") ?? false;
}

/** Where a cluster of the house answers by name: wherever its address is, else at its nodes. */
function ingressesAt(site: string, inventory: Inventory): string[] {
  return Object.entries(inventory.clusters).flatMap(([name, cluster]) => {
    if (cluster.site !== site || cluster.ingress === "none") return [];
    const virtual = virtualAddressFor({ ingress: name }, inventory);
    return virtual ? [virtual] : serversOf(cluster).flatMap((node) => inventory.machines[node]?.lan ?? []);
  });
}
