import type { Cluster } from "../inventory/index.ts";
import type { Lab, Service } from "../lab/index.ts";
import type { ClusterPlace, Image } from "../service/index.ts";

/** A service that a cluster runs. Planners take nothing else, so none of them asks twice. */
export interface ClusterService extends Service {
  place: ClusterPlace;
  image: Image;
  resources: NonNullable<Service["resources"]>;
}

/** What a cluster runs, of the lifecycles that are deployed. */
export function servicesOn(cluster: string, { services }: Lab, lifecycles: string[]): ClusterService[] {
  return services
    .filter(isOnCluster)
    .filter(({ place, lifecycle }) => place.cluster === cluster && lifecycles.includes(lifecycle));
}

export function isOnCluster(service: Service): service is ClusterService {
  return "cluster" in service.place && service.image !== undefined && service.resources !== undefined;
}

export function clusterOf({ place }: ClusterService, lab: Lab): Cluster {
  return clusterNamed(place.cluster, lab);
}

export function clusterNamed(name: string, { inventory }: Pick<Lab, "inventory">): Cluster {
  const cluster = inventory.clusters[name];
  if (!cluster) throw new Error(`${name} was checked to be a cluster, and is not`);
  return cluster;
}
