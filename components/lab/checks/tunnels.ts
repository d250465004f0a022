import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { connectorsOn, publicOn } from "../tunnel.ts";
import { problem } from "./problem.ts";

/** Whoever enters from the world is brought in by somebody, and is somebody. */
export function checkTunnels(lab: Lab): Problem[] {
  const clusters = Object.keys(lab.inventory.clusters);
  return [
    ...clusters.flatMap((cluster) => withoutConnector(cluster, lab)),
    ...lab.services.flatMap((service) => leadsNowhere(service)),
    ...lab.services.flatMap((service) => forNobody(service, lab)),
  ];
}

/** Told once for a cluster, at the first of its services. */
function withoutConnector(cluster: string, lab: Lab): Problem[] {
  const shown = publicOn(cluster, lab);
  const [first] = shown;
  if (!first || connectorsOn(cluster, lab).length > 0) return [];
  const elsewhere = lab.services.filter(({ provides }) => provides === "tunnel");
  return [
    problem(first, {
      what: `${first.name} is public, but nothing on ${cluster} brings the world in to it.`,
      facts: [
        ...shown.slice(1).map(({ name, file }) => `public there, too: ${name} (${file})`),
        ...elsewhere.map(({ name, file }) => `a connector of another cluster: ${name} (${file})`),
      ],
      fix: `place a service on ${cluster} that says provides: "tunnel", as cloudflared is, or expose ${first.name} in the tailnet`,
    }),
  ];
}

function leadsNowhere(service: Service): Problem[] {
  const { name, provides, place } = service;
  if (provides !== "tunnel" || "cluster" in place) return [];
  return [
    problem(service, {
      what: `${name} provides a tunnel, and stands on ${"docker" in place ? place.docker : place.machine}, which is no cluster.`,
      facts: ["only clusters have a domain, and so a tunnel"],
      fix: "place it on the cluster whose services are public",
    }),
  ];
}

function forNobody(service: Service, { inventory }: Lab): Problem[] {
  const access = service.expose.public?.access;
  if (access === undefined || access === "public") return [];
  const people = Object.entries(inventory.people);
  if (people.some(([, { groups }]) => groups.includes(access))) return [];
  return [
    problem(service, {
      what: `${service.name} lets ${access} in from the world, and nobody is ${access === "admin" ? "an admin" : `one of ${access}`}.`,
      facts: people.map(([name, { groups }]) => `${name}: ${groups.join(", ")}`),
      fix: `write "${access}" among the groups of somebody in the inventory's people, or let another group in`,
    }),
  ];
}
