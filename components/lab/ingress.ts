import type { Port } from "../service/index.ts";
import { isLive, type Service } from "./lab.ts";

/** Who stands at a service's door inside the house. It has no other door there: nobody shall enter beside the guard. */
export function guardOf({ expose }: Pick<Service, "expose">): "admin" | undefined {
  return typeof expose.lan === "object" ? expose.lan.guard : undefined;
}

/** The Docker hosts that have an ingress: what they show the LAN has a name there, as behind the Traefik of a cluster. */
export function hostsWithIngress(services: Pick<Service, "place" | "provides" | "lifecycle">[]): Set<string> {
  return new Set(
    services.flatMap((service) =>
      service.provides === "ingress" && "docker" in service.place && isLive(service)
        ? [service.place.docker]
        : [],
    ),
  );
}

/** What a Docker host opens of a service: all that the LAN may use, or the one port at which it is measured. */
export function openPorts(service: Service): Port[] {
  const { provides, expose, metrics, ports } = service;
  // Whoever is guarded has no door beside the guard, not even for Prometheus.
  if (guardOf(service)) return [];
  if (provides === "ingress" || expose.lan) return Object.values(ports);
  const measured = metrics && ports[metrics.port];
  return measured ? [measured] : [];
}
