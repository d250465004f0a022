import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** What a service says of its ports is true of its ports, and leads to where people can reach it. */
export function checkExposure(service: Service, { inventory }: Lab): Problem[] {
  return [...repeated(service), ...undeclared(service), ...leadsNowhere(service, inventory)];
}

function repeated(service: Service): Problem[] {
  const seen = new Map<string, string>();
  return Object.entries(service.ports).flatMap(([name, { number, protocol }]) => {
    const key = `${number}/${protocol}`;
    const other = seen.get(key);
    seen.set(key, other ?? name);
    if (!other) return [];
    return [
      problem(service, {
        what: `${service.name} declares port ${number} twice, as ${other} and as ${name}.`,
        fix: `remove one of them, or give ${name} its own number`,
      }),
    ];
  });
}

function undeclared(service: Service): Problem[] {
  const { expose, metrics, health, ports } = service;
  const said = {
    "expose.port": expose.port,
    "metrics.port": metrics?.port,
    "health.port": health && "port" in health ? health.port : undefined,
    "health.opens": health && "opens" in health ? health.opens : undefined,
  };
  return Object.entries(said).flatMap(([key, name]) =>
    name === undefined || ports[name]
      ? []
      : [
          problem(service, {
            what: `${service.name} says ${key}: "${name}", a port that it does not declare.`,
            fix: suggestion(name, Object.keys(ports)),
          }),
        ],
  );
}

function leadsNowhere(service: Service, inventory: Lab["inventory"]): Problem[] {
  const { name, expose, urls, place, ports } = service;
  const reaches = (["lan", "tailnet", "public"] as const).filter((reach) => expose[reach]);
  const [first] = reaches;
  if (first && Object.keys(ports).length === 0)
    return [
      problem(service, {
        what: `${name} is exposed (${reaches.join(", ")}), but has no port.`,
        fix: "write ports: { http: ... }, or remove expose",
      }),
    ];
  const host = "docker" in place ? place.docker : "machine" in place ? place.machine : place.cluster;
  const problems: Problem[] = [];
  if (expose.public && !urls.public)
    problems.push(
      problem(service, {
        what: `${name} is public, but ${host} has no tunnel: only clusters have a domain.`,
        facts: Object.entries(inventory.clusters).map(([cluster, { domain }]) => `${cluster}: ${domain}`),
        fix: `expose ${name} in the tailnet, or place it on a cluster`,
      }),
    );
  if (expose.lan && !urls.lan)
    problems.push(
      problem(service, {
        what: `${name} is exposed on the LAN, but ${host} has no address there.`,
        fix: `write \`lan\` on the machine in the inventory, or expose ${name} in the tailnet`,
      }),
    );
  return problems;
}
