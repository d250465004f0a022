import type { Lab, Service } from "../lab/index.ts";
import type { Port } from "../service/index.ts";
import { type ClusterService, isOnCluster } from "./cluster-service.ts";

const PROMETHEUS = "prometheus";

/** That one service may open connections to another of its cluster. Both ends' policies follow from it. */
export interface Call {
  from: ClusterService;
  to: ClusterService;
  ports: Port[];
}

export function callsTo(to: ClusterService, lab: Lab): Call[] {
  return neighbours(to, lab).flatMap((from) => callBetween(from, to));
}

export function callsFrom(from: ClusterService, lab: Lab): Call[] {
  return neighbours(from, lab).flatMap((to) => callBetween(from, to));
}

function callBetween(from: ClusterService, to: ClusterService): Call[] {
  const ports = from.needs.includes(to.name) ? Object.values(to.ports) : scraped(from, to);
  return ports.length > 0 ? [{ from, to, ports }] : [];
}

function scraped(from: Service, { metrics, ports }: Service): Port[] {
  const port = metrics && ports[metrics.port];
  return from.name === PROMETHEUS && port ? [port] : [];
}

function neighbours(service: ClusterService, { services }: Lab): ClusterService[] {
  return services
    .filter(isOnCluster)
    .filter(
      ({ name, place, lifecycle }) =>
        place.cluster === service.place.cluster && lifecycle !== "archive" && name !== service.name,
    );
}
