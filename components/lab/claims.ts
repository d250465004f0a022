import type { Cluster, Inventory } from "../inventory/index.ts";
import type { Memory } from "../units/index.ts";
import type { Service } from "./lab.ts";

/** Disk of a service's own, and what kind of disk it will be. */
export interface Claimed {
  path: string;
  size: Memory;
  class: Cluster["storageClass"];
  backup: "hourly" | "daily" | "weekly" | "never";
}

export function claimsOf({ place, volumes }: Service, { clusters }: Inventory): Claimed[] {
  const cluster = "cluster" in place ? clusters[place.cluster] : undefined;
  if (!cluster) return [];
  return Object.entries(volumes).flatMap(([path, volume]) =>
    volume.kind === "claim"
      ? [{ path, size: volume.size, class: volume.class ?? cluster.storageClass, backup: volume.backup }]
      : [],
  );
}
