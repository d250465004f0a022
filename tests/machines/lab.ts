import type { InventorySpec } from "../../components/inventory/index.ts";
import { readLab } from "../../components/lab/index.ts";
import { TODAY } from "../../components/testing/index.ts";
import { inventory } from "../../stacks/homelab/inventory/index.ts";

/** The machines of the homelab, without what runs on them. */
export const lab = machinesLab(inventory);

export function machinesLab({ clusters = {}, ...others }: InventorySpec) {
  // Whoever brings services from Git names them.
  const plain = Object.entries(clusters).map(([name, { gitops: _, ...cluster }]) => [name, cluster]);
  const spec = { ...others, clusters: Object.fromEntries(plain) };
  return readLab(
    { name: "homelab", inventory: { file: "stacks/homelab/inventory", spec }, services: [] },
    TODAY,
  );
}
