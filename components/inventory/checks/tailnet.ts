import { overlap } from "../../units/address.ts";
import type { Inventory } from "../inventory.ts";
import { vendorsOf } from "../vendors.ts";
import { type Finding, unknown } from "./finding.ts";

/** A tailnet lets in whom its policy names: nobody at all would be locked out with everybody else. */
export function checkTailnet(inventory: Inventory): Finding[] {
  return [...lockedOut(inventory), ...unnameable(inventory), ...gatewaysToNowhere(inventory)];
}

function lockedOut(inventory: Inventory): Finding[] {
  const { machines, people } = inventory;
  const members = Object.keys(machines).filter((name) => machines[name]?.tailnet);
  const admins = Object.values(people).filter(({ groups }) => groups.includes("admin"));
  if (!vendorsOf(inventory).includes("tailscale") || members.length === 0 || admins.length > 0) return [];
  return [
    {
      what: `nobody is an admin: the tailnet's policy would lock everybody out of ${members.join(", ")}.`,
      facts: Object.entries(people).map(([name, { groups }]) => `${name} is in ${groups.join(", ")}`),
      fix: 'write groups: ["admin"] for yourself under `people`, with the e-mail by which the tailnet knows you',
    },
  ];
}

/** A device's tag is its name, and a tag begins with a letter. */
function unnameable({ machines }: Inventory): Finding[] {
  return Object.keys(machines)
    .filter((name) => machines[name]?.tailnet && !/^[a-z]/.test(name))
    .map((name) => ({
      what: `${name} is in the tailnet, where a name that begins with a digit cannot be a tag.`,
      fix: `rename it, as in "node-${name}"`,
    }));
}

interface Gateway {
  machine: string;
  site: string;
  network: string;
  cidr: string;
}

function gatewaysToNowhere({ tailnet, machines, sites }: Inventory): Finding[] {
  const findings: Finding[] = [];
  const open: Gateway[] = [];
  for (const [name, networks] of Object.entries(tailnet.gateways)) {
    const machine = machines[name];
    const site = machine && sites[machine.site];
    if (!machine || !site)
      findings.push(
        unknown(`${name} is a gateway of the tailnet, and no machine.`, name, Object.keys(machines)),
      );
    else if (!machine.tailnet)
      findings.push({
        what: `${name} is a gateway of the tailnet, but is not in it.`,
        fix: `write \`tailnet: true\` or its address on the machine ${name}`,
      });
    else
      for (const network of networks) {
        const cidr = site.networks[network]?.cidr;
        if (cidr) open.push({ machine: name, site: machine.site, network, cidr });
        else
          findings.push(
            unknown(
              `${name} leads into the network ${network}, which its site ${machine.site} does not have.`,
              network,
              Object.keys(site.networks),
            ),
          );
      }
  }
  return [
    ...findings,
    ...open.flatMap((each, at) => open.slice(0, at).flatMap((other) => clash(each, other))),
  ];
}

/** Two gateways into one network stand in for each other; into two networks of one range, nobody knows where one arrives. */
function clash(each: Gateway, other: Gateway): Finding[] {
  const same = each.site === other.site && each.network === other.network;
  if (same || !overlap(each.cidr, other.cidr)) return [];
  return [
    {
      what: `${other.machine} leads into ${other.site}/${other.network} and ${each.machine} into ${each.site}/${each.network}, and both are ${each.cidr === other.cidr ? each.cidr : `one range (${other.cidr}, ${each.cidr})`}.`,
      fix: `leave one of the two out of the tailnet's gateways, or give one site another range`,
    },
  ];
}
