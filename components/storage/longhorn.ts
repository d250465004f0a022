import { type Inventory, KEPT_ON_A_DISK, replicasOf, sharesOf } from "../inventory/index.ts";
import { addressOf } from "../lab/index.ts";

/** What Longhorn is told of a cluster: as many copies as survive a node, no more of a disk than is its own, and where backups go. */
export function longhornValues(name: string, inventory: Inventory) {
  const cluster = inventory.clusters[name];
  if (!cluster) throw new Error(`${name} was checked to be a cluster, and is not`);
  const replicas = replicasOf(cluster);
  const target = backupTarget(name, inventory);
  return {
    persistence: { defaultClassReplicaCount: replicas },
    defaultSettings: {
      defaultReplicaCount: replicas,
      storageReservedPercentageForDefaultDisk: KEPT_ON_A_DISK,
      // A claim is a promise: the budget adds them up, and so does Longhorn.
      storageOverProvisioningPercentage: 100,
    },
    ...(target && { defaultBackupStore: { backupTarget: target } }),
  };
}

function backupTarget(name: string, inventory: Inventory): string | undefined {
  const share = inventory.clusters[name]?.storage?.backups;
  const path = share && sharesOf(inventory)[share]?.path;
  const [server = ""] = share?.split("/") ?? [];
  const address = addressOf(server, { cluster: name }, inventory);
  return path && address ? `nfs://${address}:${path}` : undefined;
}
