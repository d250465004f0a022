import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** A name leads to one place. DNS would take both, and answer with either. */
export function checkHostNames({ services, neighbours, inventory }: Lab): Problem[] {
  const owners = namesOfTheHouse(inventory);
  for (const neighbour of neighbours)
    for (const [, name] of namesOf(neighbour)) owners.set(name, `${neighbour.name} (${neighbour.file})`);
  // Behind the proxy of a tunnel no packet of WireGuard's would reach the house.
  if (inventory.wireguard) owners.set(inventory.wireguard.endpoint, "the way in by WireGuard");
  for (const [machine, { tailnet }] of Object.entries(inventory.machines))
    if (tailnet) owners.set(`${machine}.${inventory.tailnet.domain}`, `the machine ${machine}`);
  return services.flatMap((service) =>
    namesOf(service).flatMap(([reach, name]) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? `${service.name} (${service.file})`);
      return owner ? [taken(service, reach, name, owner)] : [];
    }),
  );
}

function namesOfTheHouse({ home, machines, virtualAddresses, dns }: Lab["inventory"]): Map<string, string> {
  return new Map([
    ...Object.keys(machines).map((name): [string, string] => [`${name}.${home}`, `the machine ${name}`]),
    ...Object.keys(virtualAddresses).map((name): [string, string] => [
      `${name}.${home}`,
      `the virtual address ${name}`,
    ]),
    ...Object.entries(dns?.names ?? {}).map(([name, record]): [string, string] => [
      `${name}.${home}`,
      "alias" in record ? `an alias of ${record.alias}` : `what has the address ${record.address}`,
    ]),
  ]);
}

/** Plain HTTP is an address and a port of its own; see ports.ts. */
function namesOf({ urls, place }: Service): [string, string][] {
  return Object.entries(urls).flatMap(([reach, url]): [string, string][] => {
    const { hostname, protocol } = new URL(url);
    // A program on a machine shares its name with it.
    const isOwn = reach === "tailnet" && "machine" in place;
    return protocol === "https:" && !isOwn ? [[reach, hostname]] : [];
  });
}

function taken(service: Service, reach: string, name: string, owner: string): Problem {
  return problem(service, {
    what: `${service.name} would answer at ${name}, which is the name of ${owner} already.`,
    fix: `give it a name of its own: expose: { ${reach}: { host: "${service.name}-2" } }`,
  });
}
