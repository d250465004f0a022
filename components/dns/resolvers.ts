import { type Inventory, virtualAddressFor } from "../inventory/index.ts";

/** Whom one asks at a site for the names of the house: on the LAN of the name servers, else over the tailnet. */
export function resolversAt(site: string, inventory: Inventory): string[] {
  const { dns, machines } = inventory;
  if (!dns) return [];
  const servers = [dns.primary, dns.secondary].map((name) => machines[name]);
  if (servers[0]?.site === site) {
    const virtual = virtualAddressFor("dns", inventory);
    return virtual ? [virtual] : servers.flatMap((each) => each?.lan ?? []);
  }
  return servers.flatMap((each) => (typeof each?.tailnet === "string" ? [each.tailnet] : []));
}
