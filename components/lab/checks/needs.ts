import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { addressOf, type Route, routeTo } from "../route.ts";
import { lanAddress } from "../urls.ts";
import { problem } from "./problem.ts";

/** Whatever a service needs is deployed with it, and can be reached from where it stands. */
export function checkNeeds(sound: Lab, all: Lab): Problem[] {
  const everybody = [...all.services, ...all.neighbours];
  const byName = new Map(everybody.map((each) => [each.name, each]));
  return sound.services.flatMap((service) => {
    const needs = service.needs.flatMap((name) => byName.get(name) ?? []);
    const gone = needs.flatMap((need) => notDeployed(service, need));
    // A need that is archived or stands nowhere is told once; how to reach it is no question yet.
    const reachable = needs.filter((need) => [...sound.services, ...all.neighbours].includes(need));
    return [
      ...gone,
      ...reachable.flatMap((need) => unreachable(service, need, all)),
      ...noDatabase(service, byName),
      ...unreachedMachines(service, all),
      ...unreachedServices(service, byName),
    ];
  });
}

function notDeployed(service: Service, need: Service): Problem[] {
  const { name, lifecycle } = service;
  if (isLive(need) && !(lifecycle === "production" && need.lifecycle === "experimental")) return [];
  return [
    problem(service, {
      what: `${name} is ${lifecycle}, but needs ${need.name}, which is ${isLive(need) ? need.lifecycle : "archived"}.`,
      facts: [`${need.name}: ${need.file}`],
      fix: isLive(need)
        ? `make ${need.name} production, or ${name} experimental`
        : `bring ${need.name} back, or archive ${name} with it`,
    }),
  ];
}

/** A need without a port, a job for one, is only waited for. */
function unreachable(service: Service, need: Service, { inventory }: Lab): Problem[] {
  const { name, place } = service;
  if (Object.keys(need.ports).length === 0) return [];
  const route = routeTo(need, service, inventory);
  if (!route)
    return [
      problem(service, {
        what: `${name} on ${whereIs(place)} needs ${need.name} on ${whereIs(need.place)}, and no network joins them.`,
        fix: `write expose: { tailnet: true } in ${need.file}, or place them together`,
      }),
    ];
  return "docker" in need.place && route.through === "address" && !isOpen(need, route, inventory)
    ? [
        problem(service, {
          what: `${name} on ${whereIs(place)} needs ${need.name} on the Docker host ${need.place.docker}, which opens no port for it.`,
          fix: need.expose.lan
            ? "place them in one house: a Docker host opens ports on its LAN, never on the tailnet"
            : `write expose: { lan: true } in ${need.file}`,
        }),
      ]
    : [];
}

function isOpen(need: Service, { host }: Route, inventory: Lab["inventory"]): boolean {
  return need.expose.lan !== undefined && host === lanAddress(need, inventory);
}

function noDatabase(service: Service, byName: Map<string, Service>): Problem[] {
  const { database, name, place } = service;
  const server = database && byName.get(database.on);
  if (!server || !isLive(server)) return [];
  const servers = [...byName.values()]
    .filter((each) => each.provides === "postgresql")
    .map((each) => each.name);
  if (server.provides !== "postgresql")
    return [
      problem(service, {
        what: `${name} asks ${server.name} for a database, which provides none.`,
        facts: [`databases: ${servers.join(", ") || "none"}`],
        fix: `${servers.length > 0 ? "name one of these, or " : ""}write provides: "postgresql" in ${server.file}`,
      }),
    ];
  if (whereIs(place) === whereIs(server.place)) return [];
  return [
    problem(service, {
      what: `${name} on ${whereIs(place)} asks for a database on ${server.name}, which is on ${whereIs(server.place)}.`,
      fix: "databases are made from within their own cluster: use one that is there",
    }),
  ];
}

function unreachedMachines(service: Service, { inventory }: Lab): Problem[] {
  return service.reach.machines.flatMap((name) => {
    if (!inventory.machines[name])
      return problem(service, {
        what: `${service.name} may reach ${name}, which is not in the inventory.`,
        fix: suggestion(name, Object.keys(inventory.machines)),
      });
    if (addressOf(name, service.place, inventory)) return [];
    return problem(service, {
      what: `${service.name} may reach ${name}, which stands in another house and is not in the tailnet.`,
      fix: `write \`tailnet: true\` or its address on the machine ${name}, or remove it from reach`,
    });
  });
}

/** A policy opens the way between pods of one cluster; elsewhere a need finds the address. */
function unreachedServices({ reach, ...service }: Service, byName: Map<string, Service>): Problem[] {
  return reach.services.flatMap((name) => {
    const other = byName.get(name);
    if (!other || !isLive(other))
      return problem(service, {
        what: `${service.name} may reach ${name}, which ${other ? "is archived" : "no file declares"}.`,
        fix: other ? `bring ${name} back, or remove it from reach` : suggestion(name, [...byName.keys()]),
      });
    if (whereIs(service.place) === whereIs(other.place)) return [];
    return problem(service, {
      what: `${service.name} on ${whereIs(service.place)} may reach ${name}, which is on ${whereIs(other.place)}.`,
      fix: `need it, which finds its address: needs: ["${name}"]`,
    });
  });
}

function whereIs(place: Service["place"]): string {
  if ("cluster" in place) return place.cluster;
  return "docker" in place ? place.docker : place.machine;
}
