import type { InventorySpec } from "../components/inventory/index.ts";

/** Windows with Docker, which has a stack of its own; the homelab only knows where it is, and what answers there. */
export const gamingPc = {
  kind: "workstation",
  about: "Windows with Docker: models and games take turns on its RTX 3090",
  site: "rack",
  lan: "192.168.1.50",
  tailnet: true,
  memory: "64Gi",
  gpu: { model: "RTX 3090", vram: "24Gi", sharing: { mode: "lan" } },
} satisfies InventorySpec["machines"][string];
