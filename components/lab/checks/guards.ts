import type { Problem } from "../../refusal.ts";
import { guardOf, hostsWithIngress } from "../ingress.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** A guard stands at an ingress: where there is none, everybody would pass. */
export function checkGuard(service: Service, { inventory, services }: Lab): Problem[] {
  const { name, place } = service;
  const guard = guardOf(service);
  if (!guard) return [];
  if ("cluster" in place && inventory.clusters[place.cluster]?.ingress === "traefik") return [];
  if ("docker" in place && hostsWithIngress(services).has(place.docker)) return [];
  const where = "cluster" in place ? place.cluster : "docker" in place ? place.docker : place.machine;
  const others = Object.entries(inventory.clusters).filter(([, { ingress }]) => ingress === "traefik");
  return [
    problem(service, {
      what: `${name} is guarded by "${guard}" on the LAN, but ${where} has no ingress at which a guard could stand.`,
      facts: [`with an ingress: ${others.map(([cluster]) => cluster).join(", ") || "no cluster"}`],
      fix: `place ${name} on one of these, or take it off the LAN: expose: { tailnet: true }`,
    }),
  ];
}
