import { isLive, type Lab, portOfHealth, type Service } from "../lab/index.ts";
import type { Port } from "../service/index.ts";
import { isChart, isOnCluster, type PlacedService } from "./cluster-service.ts";
import { meshPorts } from "./mesh.ts";

/** That one service may open connections to another of its cluster. Both ends' policies follow from it. */
export interface Call {
  from: PlacedService;
  to: PlacedService;
  ports: Port[];
}

export function callsTo(to: PlacedService, lab: Lab): Call[] {
  return lab.services.filter((from) => mayCall(from, to)).flatMap((from) => callBetween(from, to, lab));
}

export function callsFrom(from: PlacedService, lab: Lab): Call[] {
  return lab.services.filter((to) => mayCall(from, to)).flatMap((to) => callBetween(from, to, lab));
}

/** Asked of every pair of services, and nearly always answered with no: the cheap question comes first. */
function mayCall(from: Service, to: Service): boolean {
  if (speaksWith(from, to)) return true;
  return (from.reach.metrics && to.metrics !== undefined) || (from.reach.health && to.health !== undefined);
}

function speaksWith({ needs, reach }: Service, { name }: Service): boolean {
  return needs.includes(name) || reach.services.includes(name);
}

function callBetween(from: Service, to: Service, lab: Lab): Call[] {
  if (!hasPods(from) || !hasPods(to) || from.name === to.name) return [];
  if (from.place.cluster !== to.place.cluster) return [];
  if (!isLive(from) || !isLive(to)) return [];
  const ports = speaksWith(from, to) ? Object.values(to.ports) : seenBy(from, to);
  return ports.length > 0 ? [{ from, to, ports: [...ports, ...meshPorts(from, to, lab)] }] : [];
}

function hasPods(service: Service): service is PlacedService {
  return isOnCluster(service) || isChart(service);
}

function seenBy({ reach }: Service, to: Service): Port[] {
  const { metrics, ports } = to;
  const told = reach.metrics && metrics ? ports[metrics.port] : undefined;
  const well = reach.health ? portOfHealth(to)?.port : undefined;
  return [...new Set([told, well])].filter((port) => port !== undefined);
}
