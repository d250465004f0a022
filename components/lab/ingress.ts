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
