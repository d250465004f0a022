import type { Problem } from "../../refusal.ts";
import { guardOf } from "../ingress.ts";
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
  const { place, expose, ports, provides } = service;
  if ("machine" in place || !(expose.lan || provides === "ingress")) return [];
  if ("cluster" in place && inventory.clusters[place.cluster]?.ingress !== "none") return [];
  if (guardOf(service)) return [];
  const address = lanAddress(service, inventory);
  const main = mainPort(service);
  const open = "docker" in place ? Object.values(ports) : main ? [main] : [];
  return open.map(({ number, protocol }) => ({
    key: `${address}:${number}/${protocol}`,
    told: `port ${number} of ${address}`,
    owner: service.name,
    service,
  }));
}

function clash(service: Service, { told }: Opening, other: Opening): Problem {
  return problem(service, {
    what: `${service.name} and ${other.owner.split(",")[0]} both open ${told}.`,
    facts: [`the other: ${other.service?.file ?? other.owner}`],
    fix: `give ${service.name} another port, or take it off the LAN`,
  });
}
