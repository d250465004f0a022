import { suggestion } from "../../nearest.ts";
import { contains } from "../../units/index.ts";
import { serversOf } from "../cluster.ts";
import type { Inventory } from "../inventory.ts";
import { purposeKey, type VirtualAddress } from "../virtual-address.ts";
import { type Finding, unknown } from "./finding.ts";

type Named = [name: string, address: VirtualAddress];

/** Every virtual address is in the network of its machines, belongs to nobody else, and leads to what it is for. */
export function checkVirtualAddresses(inventory: Inventory): Finding[] {
  const all = Object.entries(inventory.virtualAddresses);
  const findings = all.flatMap((each) => ofMachines(each, inventory));
  if (findings.length > 0) return findings;
  return [
    ...all.flatMap((each) => [
      ...outsideItsNetwork(each, inventory),
      ...taken(each, inventory),
      ...ofAnotherPurpose(each, inventory),
    ]),
    ...together(all, inventory),
  ];
}

function ofMachines([name, { machines: names }]: Named, { machines }: Inventory): Finding[] {
  const strangers = names.filter((each) => !machines[each]);
  if (strangers.length > 0)
    return strangers.map((each) =>
      unknown(
        `the virtual address ${name} is for ${each}, which is not a machine.`,
        each,
        Object.keys(machines),
      ),
    );
  const [first = "", ...others] = names;
  const twice = names.find((each, at) => names.indexOf(each) !== at);
  if (twice)
    return [{ what: `the virtual address ${name} names ${twice} twice.`, fix: "name another machine" }];
  if (machines[name])
    return [
      {
        what: `the virtual address ${name} has the name of a machine.`,
        fix: "rename it: both would have this name in DNS",
      },
    ];
  const homeless = names.filter((each) => !machines[each]?.lan);
  if (homeless.length > 0)
    return homeless.map((each) => ({
      what: `the virtual address ${name} is for ${each}, which has no address on its LAN.`,
      fix: `write \`lan\` on ${each}, or leave it out`,
    }));
  return others
    .filter((each) => machines[each]?.site !== machines[first]?.site)
    .map((each) => ({
      what: `the virtual address ${name} is for ${first} at ${machines[first]?.site} and ${each} at ${machines[each]?.site}.`,
      fix: "an address moves only within one house: leave one of them out",
    }));
}

/** The network in which all of its machines are, so that whoever takes the address is found at it. */
function outsideItsNetwork([name, { address, machines: names }]: Named, inventory: Inventory): Finding[] {
  const { machines, sites } = inventory;
  const networks = Object.values(sites[siteOf(names, inventory)]?.networks ?? {});
  const outside = names.filter(
    (each) =>
      !networks.some(({ cidr }) => contains(cidr, address) && contains(cidr, machines[each]?.lan ?? "")),
  );
  return outside.slice(0, 1).map((each) => ({
    what: `the virtual address ${name} is ${address}, which is not in the network of ${each} (${machines[each]?.lan}).`,
    fix: `choose a free address beside that of ${each}, or leave ${each} out`,
  }));
}

function taken([name, { address, machines: names }]: Named, inventory: Inventory): Finding[] {
  const { machines, sites, dns } = inventory;
  const site = siteOf(names, inventory);
  const owners = [
    ...Object.entries(machines).flatMap(([each, { lan, site: where }]) =>
      where === site && lan === address ? [`the machine ${each}`] : [],
    ),
    ...Object.entries(sites[site]?.networks ?? {}).flatMap(([network, { gateway }]) =>
      gateway === address ? [`the gateway of ${site}/${network}`] : [],
    ),
    ...Object.entries(dns?.names ?? {}).flatMap(([each, record]) =>
      "address" in record && record.address === address ? [each] : [],
    ),
  ];
  return owners.slice(0, 1).map((owner) => ({
    what: `the virtual address ${name} is ${address}, which is the address of ${owner}.`,
    fix: "choose one that nobody has: two would answer for it, or none",
  }));
}

function ofAnotherPurpose([name, virtual]: Named, { dns, clusters }: Inventory): Finding[] {
  const purpose = virtual.for;
  if (purpose === "dns") {
    const servers = dns ? [dns.primary, dns.secondary] : [];
    return strangersTo(virtual, servers).map((each) => ({
      what: `the virtual address ${name} is that of the name servers, and ${each} is none.`,
      facts: servers.length > 0 ? [`name servers: ${servers.join(", ")}`] : [],
      fix: dns ? `leave ${each} out` : "declare `dns` in the inventory",
    }));
  }
  const clusterName = "ingress" in purpose ? purpose.ingress : purpose.api;
  const cluster = clusters[clusterName];
  if (!cluster)
    return [
      {
        what: `the virtual address ${name} is for ${purposeKey(purpose)}, which is not a cluster.`,
        fix: suggestion(clusterName, Object.keys(clusters)),
      },
    ];
  if ("ingress" in purpose && cluster.ingress === "none")
    return [
      {
        what: `the virtual address ${name} is for the ingress of ${clusterName}, which has none.`,
        fix: `write \`ingress: "traefik"\` on ${clusterName}, or remove ${name}`,
      },
    ];
  const able = "api" in purpose ? serversOf(cluster) : Object.keys(cluster.nodes);
  return strangersTo(virtual, able).map((each) => ({
    what: `the virtual address ${name} is for the ${purposeKey(purpose)}, and ${each} is no ${"api" in purpose ? "server" : "node"} of it.`,
    facts: [`${clusterName} has: ${able.join(", ")}`],
    fix: `leave ${each} out`,
  }));
}

function strangersTo({ machines }: VirtualAddress, able: string[]): string[] {
  return machines.filter((each) => !able.includes(each));
}

/** Two for one purpose, at one address, or of one number: VRRP tells them apart by the last part of the address. */
function together(all: Named[], inventory: Inventory): Finding[] {
  return all.flatMap(([name, virtual], at) =>
    all.slice(0, at).flatMap(([other, earlier]): Finding[] => {
      if (purposeKey(virtual.for) === purposeKey(earlier.for))
        return [
          {
            what: `the virtual addresses ${other} and ${name} are both for ${purposeKey(virtual.for)}.`,
            fix: "remove one of them, or let it have the machines of both",
          },
        ];
      if (siteOf(virtual.machines, inventory) !== siteOf(earlier.machines, inventory)) return [];
      if (virtual.address === earlier.address)
        return [
          {
            what: `${virtual.address} is the virtual address of both ${other} and ${name}.`,
            fix: `give ${name} an address of its own`,
          },
        ];
      if (routerId(virtual) === routerId(earlier))
        return [
          {
            what: `the virtual addresses ${other} (${earlier.address}) and ${name} (${virtual.address}) end in the same number.`,
            fix: `give ${name} another: their machines tell them apart by it`,
          },
        ];
      return [];
    }),
  );
}

function routerId({ address }: VirtualAddress): string | undefined {
  return address.split(".").at(-1);
}

function siteOf([first = ""]: string[], { machines }: Inventory): string {
  return machines[first]?.site ?? "";
}
