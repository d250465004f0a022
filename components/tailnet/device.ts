import type { Machine } from "../inventory/index.ts";
import { hasEntrance, hostFor, isLive, type Lab, type Service } from "../lab/index.ts";

/**
 * Something that takes part in the tailnet. Its tag is its name there: it says which one it is, so that a grant opens the
 * way to one device and not to whatever plays the same part.
 */
export interface Device {
  name: string;
  tag: `tag:${string}`;
}

export interface MachineDevice extends Device {
  machine: Machine;
}

/** The proxy through which a service of a cluster is reached. */
export interface EntranceDevice extends Device {
  service: Service;
}

export function machinesIn({ inventory: { machines } }: Pick<Lab, "inventory">): MachineDevice[] {
  return Object.entries(machines)
    .filter(([, { tailnet }]) => tailnet)
    .map(([name, machine]) => ({ name, tag: tagOf(name), machine }));
}

export function entrancesIn({ services }: Lab): EntranceDevice[] {
  return services.filter(hasEntrance).map((service) => {
    const name = hostFor(service, "tailnet");
    return { name, tag: tagOf(name), service };
  });
}

/** Services that people reach by a name in the tailnet, be it a machine's. */
export function shownIn({ services }: Lab): Service[] {
  return services.filter((service) => isLive(service) && service.expose.tailnet);
}

export function tagOf(name: string): Device["tag"] {
  return `tag:${name}`;
}
