import { virtualAddressFor } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { contains } from "../units/index.ts";
import { type Device, tagOf } from "./device.ts";
import type { Opening } from "./opening.ts";
import { administered, adminsOf, groupsIn } from "./people.ts";

/** A network of a site into which one can go from the tailnet, and who leads there. */
export interface Entry {
  site: string;
  cidr: string;
  gateways: Device[];
}

/** Something with an address that only a gateway leads to. */
export interface Host {
  name: string;
  address: string;
}

export function entriesOf({ inventory: { machines, sites, tailnet } }: Lab): Entry[] {
  const entries = new Map<string, Entry>();
  for (const [name, networks] of Object.entries(tailnet.gateways)) {
    const site = machines[name]?.site ?? "";
    for (const network of networks) {
      const cidr = sites[site]?.networks[network]?.cidr;
      if (!cidr) throw new Error(`${name} was checked to lead into ${site}/${network}, and does not`);
      const entry = entries.get(cidr) ?? { site, cidr, gateways: [] };
      entries.set(cidr, { ...entry, gateways: [...entry.gateways, { name, tag: tagOf(name) }] });
    }
  }
  return [...entries.values()];
}

/** Machines that are not in the tailnet, and stand where a gateway leads. */
export function hostsBehind(lab: Lab): Host[] {
  return Object.entries(lab.inventory.machines).flatMap(([name, { site, lan, tailnet }]) =>
    !tailnet && lan && isOpen(site, lan, lab) ? [{ name, address: lan }] : [],
  );
}

/** The name servers of the house, where the tailnet leads to them: whichever is up, or both. */
export function nameServersBehind(lab: Lab): Host[] {
  const { dns, machines } = lab.inventory;
  if (!dns) return [];
  const shared = virtualAddressFor("dns", lab.inventory);
  const servers: Host[] = shared
    ? [{ name: "name-servers", address: shared }]
    : [dns.primary, dns.secondary].map((name) => ({ name, address: machines[name]?.lan ?? "" }));
  const site = machines[dns.primary]?.site ?? "";
  return servers.filter(({ address }) => address && isOpen(site, address, lab));
}

export function openBehindGateways(lab: Lab): Opening[] {
  const admins = adminsOf(lab);
  const hosts = hostsBehind(lab);
  const { machines } = lab.inventory;
  const people = Object.keys(groupsIn(lab));
  return [
    {
      from: admins,
      to: hosts.map(({ name }) => name),
      traffic: ["tcp:22"],
      because: "admins enter every machine behind a gateway",
    },
    ...hosts.flatMap(({ name }) => {
      const machine = machines[name];
      return machine ? administered({ name, tag: name, machine }, admins) : [];
    }),
    {
      from: people,
      to: nameServersBehind(lab).map(({ name }) => name),
      traffic: ["udp:53", "tcp:53"],
      because: "names of the house are asked of its name servers",
    },
  ];
}

function isOpen(site: string, address: string, lab: Lab): boolean {
  return entriesOf(lab).some((entry) => entry.site === site && contains(entry.cidr, address));
}
