import { defineInventory } from "../../components/inventory/index.ts";
import { sites, tailnet } from "../sites.ts";

export const inventory = defineInventory({
  tailnet,
  sites,
  machines: {
    "gaming-pc": {
      kind: "workstation",
      about: "Windows with Docker: models and games take turns on its RTX 3090",
      site: "rack",
      lan: "192.168.1.50",
      tailnet: true,
      memory: "64Gi",
      gpu: { model: "RTX 3090", vram: "24Gi", sharing: { mode: "lan" } },
      docker: true,
    },
  },
});
