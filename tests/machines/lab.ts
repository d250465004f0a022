import { readLab } from "../../components/lab/index.ts";
import { TODAY } from "../../components/testing/index.ts";
import { inventory } from "../../stacks/homelab/inventory/index.ts";

/** The machines of the homelab, without what runs on them. */
export const lab = machinesLab(inventory);

export function machinesLab(spec: unknown) {
  return readLab(
    { name: "homelab", inventory: { file: "stacks/homelab/inventory", spec }, services: [] },
    TODAY,
  );
}
