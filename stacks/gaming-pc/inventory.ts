import { defineInventory } from "../../components/inventory/index.ts";
import { card } from "../card.ts";
import { sites, tailnet } from "../sites.ts";

/** The machine that the card is in, where that is one with Docker; none, once the card has moved. */
export const inventory = defineInventory({
  house: "homelab",
  tailnet,
  sites,
  machines: Object.fromEntries(
    Object.entries(card.machines).map(([name, machine]) => [name, { ...machine, docker: true }]),
  ),
});
