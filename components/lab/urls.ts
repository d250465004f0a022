import { type Inventory, serversOf } from "../inventory/index.ts";
import type { Port, ServiceDeclaration } from "../service/index.ts";
import type { Urls } from "./lab.ts";

/** The port that people and other services mean when they name none: `http`, or the first. */
export function mainPort(service: Pick<ServiceDeclaration, "ports" | "expose">): Port | undefined {
  const { ports, expose } = service;
  return (expose.port ? ports[expose.port] : undefined) ?? ports.http ?? Object.values(ports)[0];
}

/** The name under which a service is reached: its own, unless the exposure says another. */
export function hostFor(service: ServiceDeclaration, reach: "lan" | "tailnet" | "public"): string {
  const said = service.expose[reach];
  // A machine is in the tailnet itself, and shows what runs on it under its own name.
  if (reach === "tailnet" && "machine" in service.place) return service.place.machine;
  return (typeof said === "object" ? said.host : undefined) ?? service.name;
}

/** `proxied` are the Docker hosts with an ingress. */
export function urlsOf(
  service: ServiceDeclaration,
  inventory: Inventory,
  proxied: ReadonlySet<string>,
): Urls {
  const { expose } = service;
  const lan = expose.lan && lanUrl(service, inventory, proxied);
  const domain = "cluster" in service.place ? inventory.clusters[service.place.cluster]?.domain : undefined;
  return {
    ...(lan && { lan }),
    ...(expose.tailnet && { tailnet: `https://${hostFor(service, "tailnet")}.${inventory.tailnet.domain}` }),
    ...(expose.public && domain && { public: `https://${hostFor(service, "public")}.${domain}` }),
  };
}

function lanUrl(
  service: ServiceDeclaration,
  inventory: Inventory,
  proxied: ReadonlySet<string>,
): string | undefined {
  const { place } = service;
  const cluster = "cluster" in place ? inventory.clusters[place.cluster] : undefined;
  const isNamed = cluster?.ingress === "traefik" || ("docker" in place && proxied.has(place.docker));
  if (isNamed) return `https://${hostFor(service, "lan")}.${inventory.home}`;
  const address = lanAddress(service, inventory);
  const port = mainPort(service);
  return address && port && `http://${address}:${port.number}`;
}

/** Without an ingress a service answers on the address of a node: its own, or else that of a server. */
export function lanAddress(
  { place }: ServiceDeclaration,
  { clusters, machines }: Inventory,
): string | undefined {
  if ("machine" in place) return machines[place.machine]?.lan;
  if ("docker" in place) return machines[place.docker]?.lan;
  const cluster = clusters[place.cluster];
  const [server = ""] = cluster ? serversOf(cluster) : [];
  return machines[place.node ?? ""]?.lan ?? machines[server]?.lan;
}
