import { type Inventory, virtualAddressFor } from "../inventory/index.ts";
import { hostFor, isLive, type Service } from "../lab/index.ts";
import { whereabouts } from "./addresses.ts";
import type { DnsRecord, Zone } from "./record.ts";

/**
 * The names under which services answer in the house: each leads to the ingress that knows it. Without an ingress a service
 * answers at a port of its machine, which has a name already.
 */
export function serviceRecords(
  services: Service[],
  inventory: Inventory,
): { records: DnsRecord[]; leftOut: Zone["leftOut"] } {
  const found = services
    .filter((service) => isLive(service) && service.urls.lan?.startsWith("https:"))
    .map((service) => ({ name: hostFor(service, "lan"), addresses: ingressOf(service, inventory) }));
  return {
    records: found.flatMap(({ name, addresses }) =>
      addresses.map((value) => ({ name, type: "A" as const, value })),
    ),
    leftOut: found
      .filter(({ addresses }) => addresses.length === 0)
      .map(({ name }) => ({
        name,
        because: "has no address here: no machine of its ingress has one in the tailnet",
      })),
  };
}

/** Whatever machine is up, where a virtual address says so; else every one, and a client tries the next. */
export function ingressOf({ place }: Service, inventory: Inventory): string[] {
  const virtual = "cluster" in place && virtualAddressFor({ ingress: place.cluster }, inventory);
  if (virtual) return [virtual];
  const machines =
    "cluster" in place
      ? Object.keys(inventory.clusters[place.cluster]?.nodes ?? {})
      : ["docker" in place ? place.docker : place.machine];
  return machines.flatMap((name) => whereabouts(name, inventory).address ?? []);
}
