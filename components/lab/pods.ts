import type { Amounts, Inventory } from "../inventory/index.ts";
import { possibleHosts } from "./hosts.ts";
import type { Service } from "./lab.ts";

/** How many pods of a service there may be at once, and why. */
export interface Crowd {
  /** As many as it runs, or as its autoscaler may make of it. */
  usual: number;
  /** New ones beside old ones, while it is updated. */
  updating: number;
  /** The job that prepares an update, while the old ones still run. */
  migrating: number;
}

/** The proxy that the mesh puts into each of its pods. */
export function proxyOf({ place, namespace }: Service, { clusters }: Inventory): Amounts | undefined {
  const cluster = "cluster" in place ? clusters[place.cluster] : undefined;
  return cluster?.namespaces[namespace]?.mesh ? cluster.mesh?.proxy : undefined;
}

/** What runs side by side in one of its pods. */
export function containersOf(service: Service, inventory: Inventory): Amounts[] {
  const proxy = proxyOf(service, inventory);
  return service.resources ? [service.resources, ...(proxy ? [proxy] : [])] : [];
}

/** A disk or a slice of a card is held by one pod at a time: a new one would wait for what the old one holds. */
export function holdsAlone({ place, volumes }: Pick<Service, "place" | "volumes">): boolean {
  return (
    ("gpu" in place && Boolean(place.gpu)) || Object.values(volumes).some(({ kind }) => kind === "claim")
  );
}

export function crowdOf(service: Service, inventory: Inventory): Crowd {
  const { workload, scale, migration } = service;
  const usual =
    workload.kind === "daemon"
      ? possibleHosts(service, inventory).length
      : (scale?.max ?? ("replicas" in workload ? workload.replicas : 1));
  // Kubernetes starts a quarter more, rounded up, before it ends any.
  const rolls = workload.kind === "deployment" && !holdsAlone(service);
  return { usual, updating: rolls ? Math.ceil(usual / 4) : 0, migrating: migration ? 1 : 0 };
}
