import { type Inventory, tailnetAddress } from "../inventory/index.ts";
import type { Place, ServiceDeclaration } from "../service/index.ts";
import type { Service } from "./lab.ts";
import { hostFor, mainPort } from "./urls.ts";

/** How one service reaches another. */
export interface Route {
  host: string;
  port: number;
  scheme: "http" | "https";
  /** What the network must let through. */
  through: "same-cluster" | "same-host" | "address";
}

/** What its cluster calls it: its own name, unless a chart has given it another. */
export function addressName({ name, chart }: Pick<Service, "name" | "chart">): string {
  return chart?.service ?? name;
}

/** The shortest way from one service to another, or nothing where they share no network. */
export function routeTo(
  need: Service,
  from: Pick<ServiceDeclaration, "place">,
  inventory: Inventory,
  named?: string,
): Route | undefined {
  const port = (named ? need.ports[named] : mainPort(need))?.number;
  if (port === undefined) return undefined;
  const { place } = need;
  if ("cluster" in place && "cluster" in from.place && place.cluster === from.place.cluster)
    return {
      host: `${addressName(need)}.${need.namespace}.svc`,
      port,
      scheme: "http",
      through: "same-cluster",
    };
  if ("docker" in place && "docker" in from.place && place.docker === from.place.docker)
    return { host: need.name, port, scheme: "http", through: "same-host" };
  const machineName = "machine" in place ? place.machine : "docker" in place ? place.docker : undefined;
  const host = machineName && addressOf(machineName, from.place, inventory);
  if (host) return { host, port, scheme: "http", through: "address" };
  if (need.expose.tailnet)
    return {
      host: `${hostFor(need, "tailnet")}.${inventory.tailnet.domain}`,
      port: 443,
      scheme: "https",
      through: "address",
    };
  return undefined;
}

/** Where a machine answers to one who stands at a place: in the same house on its LAN, else over the tailnet. */
export function addressOf(name: string, from: Place, inventory: Inventory): string | undefined {
  const machine = inventory.machines[name];
  if (machine?.lan && machine.site === siteOf(from, inventory)) return machine.lan;
  return tailnetAddress(name, inventory);
}

export function siteOf(place: Place, { clusters, machines }: Inventory): string | undefined {
  if ("cluster" in place) return clusters[place.cluster]?.site;
  return machines["docker" in place ? place.docker : place.machine]?.site;
}
