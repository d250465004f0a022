import type { Inventory, NameServers } from "../inventory/index.ts";
import { isLive, type Lab, publicNameInside, siteOf } from "../lab/index.ts";
import { whereabouts } from "./addresses.ts";
import type { DnsRecord, Zone } from "./record.ts";
import { ingressOf, serviceRecords } from "./service-records.ts";

/**
 * Every zone that the name servers of a lab serve: the names of the house, and for each address of their own site the
 * name that it belongs to. One name has one meaning, wherever it is asked: what stands at the site of the name servers
 * is found at its address there, and everything else in the tailnet.
 */
export function planZones({ inventory, services, neighbours }: Lab): Zone[] {
  const { dns } = inventory;
  if (!dns) return [];
  // They come in an order of need: a zone must not change because one begins to need another.
  const all = [...services, ...neighbours];
  const lab = { inventory, services: all.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
  return [forward(lab, dns), ...reverse(inventory, dns), ...publicNames(lab, dns)];
}

type Named = Pick<Lab, "inventory" | "services">;

function forward({ inventory, services }: Named, dns: NameServers): Zone {
  const machines = Object.keys(inventory.machines).map((name) => whereabouts(name, inventory));
  const published = serviceRecords(services, inventory);
  return {
    ...zone(inventory.home, inventory, dns),
    records: [
      ...servers(inventory, dns),
      ...machines.flatMap(({ name, address }) => (address ? [a(name, address)] : [])),
      ...Object.entries(inventory.virtualAddresses).map(([name, { address }]) => a(name, address)),
      ...Object.entries(dns.names).map(([name, record]) =>
        "alias" in record ? cname(name, record.alias) : a(name, record.address),
      ),
      ...published.records,
    ],
    leftOut: [
      ...machines.flatMap(({ name, because }) => (because ? [{ name, because }] : [])),
      ...published.leftOut,
    ],
  };
}

/** What the name servers answer in the place of the world: public names that an ingress beside them knows, too. */
export const PUBLIC_NAMES = "rpz.invalid";

function publicNames(lab: Named, dns: NameServers): Zone[] {
  const { inventory } = lab;
  const site = inventory.machines[dns.primary]?.site;
  const records = lab.services.filter(isLive).flatMap((service) => {
    // To another house only members of the tailnet find the way, and everybody finds the tunnel.
    const isHere = siteOf(service.place, inventory) === site;
    const name = isHere && publicNameInside(service, lab);
    return name ? ingressOf(service, lab.inventory).map((address) => a(name, address)) : [];
  });
  if (records.length === 0) return [];
  return [{ ...zone(PUBLIC_NAMES, inventory, dns), records: [...servers(inventory, dns), ...records] }];
}

/** One zone for every 256 addresses of which one has a name: it is then whole, whatever the size of the network is. */
function reverse(inventory: Inventory, dns: NameServers): Zone[] {
  const site = inventory.machines[dns.primary]?.site;
  const named = [
    ...Object.entries(inventory.machines).flatMap(([name, { lan, site: where }]) =>
      lan && where === site ? [{ name, address: lan }] : [],
    ),
    ...Object.entries(inventory.virtualAddresses)
      .filter(
        ([
          ,
          {
            machines: [first = ""],
          },
        ]) => inventory.machines[first]?.site === site,
      )
      .map(([name, { address }]) => ({ name, address })),
    ...Object.entries(dns.names).flatMap(([name, record]) =>
      "address" in record ? [{ name, address: record.address }] : [],
    ),
  ];
  const zones = new Map<string, DnsRecord[]>();
  for (const { name, address } of named) {
    const [first, second, third, last = ""] = address.split(".");
    const key = `${third}.${second}.${first}.in-addr.arpa`;
    const record = { name: last, type: "PTR" as const, value: `${name}.${inventory.home}.` };
    zones.set(key, [...(zones.get(key) ?? []), record]);
  }
  return [...zones].map(([name, records]) => ({
    ...zone(name, inventory, dns),
    records: [...servers(inventory, dns), ...records],
  }));
}

function zone(name: string, { home }: Inventory, { primary }: NameServers): Omit<Zone, "records"> {
  return { name, primary: `${primary}.${home}.`, leftOut: [] };
}

function servers({ home }: Inventory, { primary, secondary }: NameServers): DnsRecord[] {
  return [primary, secondary].map((name) => ({ name: "@", type: "NS", value: `${name}.${home}.` }));
}

function a(name: string, value: string): DnsRecord {
  return { name, type: "A", value };
}

function cname(name: string, value: string): DnsRecord {
  return { name, type: "CNAME", value };
}
