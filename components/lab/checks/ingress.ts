import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** A Docker host has one ingress, which listens where browsers ask. */
export function checkIngress({ services }: Lab): Problem[] {
  const owners = new Map<string, Service>();
  return services
    .filter(({ provides }) => provides === "ingress")
    .flatMap((service) => {
      const { name, place, ports } = service;
      if (!("docker" in place))
        return [
          problem(service, {
            what: `${name} provides an ingress, and stands on no Docker host.`,
            fix: 'place it by { docker: ... }; a cluster says `ingress: "traefik"` in the inventory',
          }),
        ];
      const owner = owners.get(place.docker);
      if (owner)
        return [
          problem(service, {
            what: `${name} and ${owner.name} both provide the ingress of ${place.docker}.`,
            facts: [`the other: ${owner.file}`],
            fix: "remove one of them: a name leads to one place",
          }),
        ];
      owners.set(place.docker, service);
      const missing = ["http", "https"].filter((port) => !ports[port]);
      if (missing.length === 0) return [];
      return [
        problem(service, {
          what: `${name} provides the ingress of ${place.docker}, and has no port ${missing.join(" and no port ")}.`,
          fix: "write ports: { http: 80, https: 443 }",
        }),
      ];
    });
}
