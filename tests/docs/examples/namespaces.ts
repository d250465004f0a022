import type { InventorySpec } from "../../../components/inventory/index.ts";

type Cluster = NonNullable<InventorySpec["clusters"]>[string];

/** What a cluster allows. Each line may be left out, and then nobody is limited by it. */
export const limits: Partial<Cluster> = {
  // Every container: what one gets that says nothing, and between what all have to stay.
  containers: {
    default: { cpu: "100m..1", memory: "256Mi..2Gi" },
    min: { cpu: "10m", memory: "32Mi" },
    max: { cpu: "16", memory: "32Gi" },
  },
  // The proxy that the mesh puts into each pod of its namespaces.
  mesh: { proxy: { cpu: "20m..500m", memory: "50Mi..250Mi" } },
  // All pods of a namespace together: what they may ask for, and what they may use.
  namespaces: {
    apps: { mesh: true, quota: { cpu: "8..24", memory: "48Gi..64Gi" } },
    "arc-runners": { quota: { cpu: "8..20", memory: "16Gi..40Gi" } },
  },
};
