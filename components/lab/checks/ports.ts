import type { Problem } from "../../refusal.ts";
import type { Port } from "../../service/index.ts";
import { guardOf, openPorts } from "../ingress.ts";
import type { Lab, Service } from "../lab.ts";
import { lanAddress, mainPort } from "../urls.ts";
import { problem } from "./problem.ts";

/** A number on an address that the whole LAN sees. */
interface Opening {
  key: string;
  told: string;
  owner: string;
  service?: Service;
}

/** Two programs cannot listen at one port of one address: the second never starts, and says so to nobody. */
export function checkPorts({ services, inventory }: Lab): Problem[] {
  const taken = new Map<string, Opening>();
  const listening = Object.entries(inventory.machines).flatMap(([machine, each]) =>
    each.lan ? programsOn(machine, each.lan, each.listens) : [],
  );
  const openings = services.flatMap((service) => openingsOf(service, inventory));
  return [...listening, ...openings].flatMap((opening) => {
    const other = taken.get(opening.key);
    taken.set(opening.key, other ?? opening);
    return other && opening.service ? [clash(opening.service, opening, other)] : [];
  });
}

function programsOn(machine: string, address: string, listens: Record<string, number>): Opening[] {
  return Object.entries(listens).map(([program, number]) => ({
    key: `${address}:${number}/tcp`,
    told: `port ${number} of ${address}`,
    owner: `${program}, which runs on ${machine} by itself`,
  }));
}

/** An ingress shares one port among all; without it a service opens its own on the address of its host. */
function openingsOf(service: Service, inventory: Lab["inventory"]): Opening[] {
  const { place } = service;
  const address = lanAddress(service, inventory);
  const open = "docker" in place ? openPorts(service) : "cluster" in place ? onNodes(service, inventory) : [];
  return open.map(({ number, protocol }) => ({
    key: `${address}:${number}/${protocol}`,
    told: `port ${number} of ${address}`,
    owner: service.name,
    service,
  }));
}

function onNodes(service: Service, { clusters }: Lab["inventory"]): Port[] {
  const { place, expose } = service;
  const hasIngress = "cluster" in place && clusters[place.cluster]?.ingress !== "none";
  const main = mainPort(service);
  return main && expose.lan && !hasIngress && !guardOf(service) ? [main] : [];
}

function clash(service: Service, { told }: Opening, other: Opening): Problem {
  return problem(service, {
    what: `${service.name} and ${other.owner.split(",")[0]} both open ${told}.`,
    facts: [`the other: ${other.service?.file ?? other.owner}`],
    fix: `give ${service.name} another port, or take it off the LAN`,
  });
}
