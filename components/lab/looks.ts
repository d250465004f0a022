import type { Port } from "../service/index.ts";
import { isLive, type Lab, type Service } from "./lab.ts";
import { routeTo, siteOf } from "./route.ts";
import { mainPort } from "./urls.ts";

/** How one sees from where one stands whether something works: a page that answers, or tcp:// for a port that opens. */
export type Look = string;

const SERVED_AT = { nfs: 2049, cifs: 445 };

/** Nothing, where no network joins them, or it tells by a command alone: then its cluster knows more than anybody outside. */
export function lookAt(service: Service, asker: Service, lab: Lab): Look | undefined {
  const asked = portOfHealth(service);
  if (!asked || asked.port.protocol === "udp" || !isLive(service)) return undefined;
  const route = routeTo(service, asker, lab.inventory, asked.name);
  if (!route) return undefined;
  const isShown = route.scheme === "https";
  // The tailnet shows one port of it, and machines of another house only to those who need them.
  if (isShown && asked.port !== mainPort(service)) return undefined;
  if (!isShown && route.through === "address" && !isNear(service, asker, lab)) return undefined;
  const at = `${route.host}:${route.port}`;
  return asked.path === undefined ? `tcp://${at}` : new URL(asked.path, `${route.scheme}://${at}`).href;
}

/** File servers of the house in which one stands. */
export function lookAtServer(name: string, asker: Service, { inventory }: Lab): Look | undefined {
  const machine = inventory.machines[name];
  if (machine?.kind !== "nas" || !machine.lan || machine.site !== siteOf(asker.place, inventory))
    return undefined;
  const [share] = Object.values(machine.shares);
  return share && `tcp://${machine.lan}:${SERVED_AT[share.protocol]}`;
}

/** The port by which a service tells whether it is well. */
export function portOfHealth(service: Service): { name: string; port: Port; path?: string } | undefined {
  const { health, ports } = service;
  const main = Object.entries(ports).find(([, port]) => port === mainPort(service));
  const wanted =
    health && "ready" in health ? health.port : health && "opens" in health ? health.opens : undefined;
  const [name, port] = (wanted ? [wanted, ports[wanted]] : main) ?? [];
  if (!name || !port) return undefined;
  return { name, port, ...(health && "ready" in health && { path: health.ready }) };
}

function isNear({ place }: Service, asker: Service, { inventory }: Lab): boolean {
  return siteOf(place, inventory) === siteOf(asker.place, inventory) && !("docker" in place);
}
