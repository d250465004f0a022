import type { Cluster } from "../inventory/index.ts";
import type { Lab, Service } from "../lab/index.ts";
import type { Chart, ClusterPlace, Image } from "../service/index.ts";

/** A service that stands on a cluster, however its pods come about. */
export interface PlacedService extends Service {
  place: ClusterPlace;
}

/** A service whose container a cluster runs. Planners take nothing else, so none of them asks twice. */
export interface ClusterService extends PlacedService {
  image: Image;
  resources: NonNullable<Service["resources"]>;
}

/** A service that Helm installs. */
export interface ChartService extends PlacedService {
  chart: Chart;
}

/** What a cluster runs, of the lifecycles that are deployed. */
export function servicesOn(
  cluster: string,
  { services }: Lab,
  lifecycles: string[],
): (ClusterService | ChartService)[] {
  return services
    .filter((service) => isOnCluster(service) || isChart(service))
    .filter(({ place, lifecycle }) => place.cluster === cluster && lifecycles.includes(lifecycle));
}

export function isOnCluster(service: Service): service is ClusterService {
  return "cluster" in service.place && service.image !== undefined && service.resources !== undefined;
}

export function isChart(service: Service): service is ChartService {
  return "cluster" in service.place && service.chart !== undefined;
}

export function clusterOf({ place }: PlacedService, lab: Lab): Cluster {
  return clusterNamed(place.cluster, lab);
}

export function clusterNamed(name: string, { inventory }: Pick<Lab, "inventory">): Cluster {
  const cluster = inventory.clusters[name];
  if (!cluster) throw new Error(`${name} was checked to be a cluster, and is not`);
  return cluster;
}
