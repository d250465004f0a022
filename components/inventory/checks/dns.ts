import { suggestion } from "../../nearest.ts";
import { contains } from "../../units/index.ts";
import type { NameServers } from "../dns.ts";
import type { Inventory } from "../inventory.ts";
import { type Finding, unknown } from "./finding.ts";

/** The name servers exist, do not fall together, and give every name one meaning. */
export function checkDns(inventory: Inventory): Finding[] {
  const { dns } = inventory;
  if (!dns) return [];
  const missing = unknownServers(dns, inventory);
  if (missing.length > 0) return missing;
  return [...fallTogether(dns, inventory), ...outOfReach(dns, inventory), ...checkNames(dns, inventory)];
}

function unknownServers({ primary, secondary }: NameServers, { machines }: Inventory): Finding[] {
  return [...new Set([primary, secondary])].flatMap((name): Finding[] => {
    const machine = machines[name];
    if (!machine)
      return [
        unknown(`the name server ${name} is not a machine of the inventory.`, name, Object.keys(machines)),
      ];
    if (machine.kind !== "vm" && machine.kind !== "metal")
      return [
        {
          what: `${name} is a ${machine.kind}, and cannot be a name server.`,
          fix: "use a vm or a metal machine: nothing of ours is installed on any other",
        },
      ];
    if (!machine.lan)
      return [
        {
          what: `${name} is a name server, and has no address on its LAN.`,
          fix: `write \`lan\` on ${name}: whoever asks for a name cannot ask by name`,
        },
      ];
    return [];
  });
}

/** A secondary is there for the day on which the primary is not. */
function fallTogether({ primary, secondary }: NameServers, { machines }: Inventory): Finding[] {
  const [first, second] = [machines[primary], machines[secondary]];
  if (primary === secondary)
    return [
      {
        what: `${primary} is both the primary and the secondary name server: without it, no name is answered.`,
        fix: "name another machine as the secondary",
      },
    ];
  if (first?.site !== second?.site)
    return [
      {
        what: `the name servers ${primary} and ${secondary} stand at two sites, ${first?.site} and ${second?.site}.`,
        fix: `choose a secondary at ${first?.site}: other sites ask both over the tailnet`,
      },
    ];
  if (first?.kind === "vm" && second?.kind === "vm" && first.on === second.on)
    return [
      {
        what: `the name servers ${primary} and ${secondary} both run on ${first.on}: without it, no name is answered.`,
        fix: `move ${secondary} to another hypervisor`,
      },
    ];
  return [];
}

/** The name server of a cluster asks by address alone: a name in the tailnet is no help to it. */
function outOfReach({ primary, secondary }: NameServers, { machines, clusters }: Inventory): Finding[] {
  const elsewhere = Object.entries(clusters).find(([, { site }]) => site !== machines[primary]?.site);
  if (!elsewhere) return [];
  const [cluster, { site }] = elsewhere;
  return [primary, secondary]
    .filter((name) => typeof machines[name]?.tailnet !== "string")
    .map((name) => ({
      what: `cluster ${cluster} stands at ${site} and asks ${name} over the tailnet, where ${name} has no fixed address.`,
      fix: `write \`tailnet\` on ${name}, as \`tailscale ip -4\` says it there`,
    }));
}

function checkNames({ primary, names }: NameServers, inventory: Inventory): Finding[] {
  const meant = meanings(inventory);
  return Object.entries(names).flatMap(([name, record]) => {
    const told = `${name}.${inventory.home}`;
    const other = meant.get(name);
    if (other)
      return [
        {
          what: `${told} is declared as ${"alias" in record ? `an alias of ${record.alias}` : record.address}, and is the name of ${other} already.`,
          fix:
            "alias" in record
              ? "rename it: DNS lets no other record stand beside an alias (CNAME)"
              : "rename one of the two",
        },
      ];
    return "alias" in record
      ? aliasOfNothing(told, record.alias, [...meant.keys()], names)
      : outsideTheSite(told, record.address, primary, inventory);
  });
}

function aliasOfNothing(
  told: string,
  alias: string,
  machines: string[],
  names: NameServers["names"],
): Finding[] {
  const known = [...machines, ...Object.keys(names).filter((name) => "address" in (names[name] ?? {}))];
  if (known.includes(alias)) return [];
  const chained = names[alias] !== undefined;
  return [
    {
      what: chained
        ? `${told} is an alias of ${alias}, which is an alias itself.`
        : `${told} is an alias of ${alias}, which is no name of the inventory.`,
      fix: chained ? "write what it leads to in the end" : suggestion(alias, known),
    },
  ];
}

function outsideTheSite(
  told: string,
  address: string,
  primary: string,
  { machines, sites }: Inventory,
): Finding[] {
  const site = machines[primary]?.site ?? "";
  const networks = Object.entries(sites[site]?.networks ?? {});
  if (networks.some(([, { cidr }]) => contains(cidr, address))) return [];
  return [
    {
      what: `${told} has the address ${address}, which is in no network of ${site}, where the name servers stand.`,
      facts: networks.map(([network, { cidr }]) => `${site}/${network} is ${cidr}`),
      fix: "write an address of one of these networks",
    },
  ];
}

/** What a name of the house means before anybody declares another meaning. */
function meanings({ machines, virtualAddresses }: Inventory): Map<string, string> {
  return new Map([
    ...Object.keys(machines).map((name): [string, string] => [name, `the machine ${name}`]),
    ...Object.keys(virtualAddresses).map((name): [string, string] => [name, `the virtual address ${name}`]),
  ]);
}
