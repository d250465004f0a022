import { defineInventory } from "../../components/inventory/index.ts";
import { gamingPc } from "../machines.ts";
import { sites, tailnet } from "../sites.ts";

export const inventory = defineInventory({
  house: "homelab",
  tailnet,
  sites,
  machines: { "gaming-pc": { ...gamingPc, docker: true } },
});
