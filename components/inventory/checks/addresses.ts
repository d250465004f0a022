import { contains } from "../../units/index.ts";
import type { Inventory } from "../inventory.ts";
import type { Machine } from "../machine.ts";
import { type Finding, unknown } from "./finding.ts";

/** Every machine stands at a site, in one of its networks, at an address of its own. */
export function checkAddresses(inventory: Inventory): Finding[] {
  return [
    ...Object.entries(inventory.machines).flatMap(([name, machine]) => [
      ...outsideItsSite(inventory, name, machine),
      ...outsideTheTailnet(inventory, name, machine),
    ]),
    ...sharedAddresses(inventory),
  ];
}

function outsideItsSite({ sites }: Inventory, name: string, machine: Machine): Finding[] {
  const site = sites[machine.site];
  if (!site)
    return [
      unknown(
        `${name} stands at site ${machine.site}, which is not declared.`,
        machine.site,
        Object.keys(sites),
      ),
    ];
  const networks = Object.entries(site.networks);
  const { lan } = machine;
  if (!lan || networks.some(([, { cidr }]) => contains(cidr, lan))) return [];
  return [
    {
      what: `${name} has the address ${lan}, which is in no network of its site ${machine.site}.`,
      facts: networks.map(([network, { cidr }]) => `${machine.site}/${network} is ${cidr}`),
      fix: `give ${name} an address of one of these networks, or correct its site`,
    },
  ];
}

function outsideTheTailnet({ tailnet }: Inventory, name: string, machine: Machine): Finding[] {
  if (typeof machine.tailnet !== "string" || contains(tailnet.cidr, machine.tailnet)) return [];
  return [
    {
      what: `${name} has the tailnet address ${machine.tailnet}, which is outside the tailnet's ${tailnet.cidr}.`,
      fix: `read it from \`tailscale ip -4\` on ${name}, or write \`tailnet: true\` to reach it by name`,
    },
  ];
}

/** The same range may be used at two sites: an address is one only together with its site. */
function sharedAddresses(inventory: Inventory): Finding[] {
  const owners = new Map<string, string[]>();
  for (const [address, owner] of [...gateways(inventory), ...machineAddresses(inventory)])
    owners.set(address, [...(owners.get(address) ?? []), owner]);
  return [...owners]
    .filter(([, names]) => names.length > 1)
    .map(([address, names]) => ({
      what: `${names.join(" and ")} both have the address ${address}.`,
      fix: `give ${names.at(-1)} an address of its own`,
    }));
}

function machineAddresses({ machines }: Inventory): [address: string, owner: string][] {
  return Object.entries(machines).flatMap(([name, { lan, site, tailnet }]) => [
    ...(lan ? [[`${lan} at site ${site}`, name] as [string, string]] : []),
    ...(typeof tailnet === "string" ? [[`${tailnet} in the tailnet`, name] as [string, string]] : []),
  ]);
}

/** A gateway may be declared as a machine of its own, a router: that is the same thing, not a clash. */
function gateways({ sites, machines }: Inventory): [address: string, owner: string][] {
  const routers = Object.values(machines).filter(({ kind }) => kind === "router");
  return Object.entries(sites).flatMap(([site, { networks }]) =>
    Object.entries(networks).flatMap(([network, { gateway }]): [string, string][] => {
      const declared = routers.some((router) => router.site === site && router.lan === gateway);
      return gateway && !declared
        ? [[`${gateway} at site ${site}`, `the gateway of ${site}/${network}`]]
        : [];
    }),
  );
}
