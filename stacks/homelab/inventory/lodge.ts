import type { InventorySpec } from "../../../components/inventory/index.ts";

export const lodge: InventorySpec["machines"] = {
  asuna: {
    kind: "metal",
    about: "The service node: databases and what must always answer",
    site: "lodge",
    lan: "192.168.8.185",
    tailnet: "100.81.76.55",
    threads: 4,
    memory: "8Gi",
  },
  pesubuntu: {
    kind: "metal",
    about: "The compute node: AI, and whatever needs memory",
    site: "lodge",
    lan: "192.168.8.129",
    tailnet: "100.86.122.109",
    threads: 12,
    memory: "32Gi",
  },
};
