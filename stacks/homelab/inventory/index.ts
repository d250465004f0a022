import { defineInventory } from "../../../components/inventory/index.ts";
import { sites } from "../../sites.ts";
import { clusters } from "./clusters.ts";
import { condo } from "./condo.ts";
import { lodge } from "./lodge.ts";
import { dns, virtualAddresses } from "./names.ts";
import { people } from "./people.ts";
import { rack } from "./rack.ts";
import { tailnet } from "./tailnet.ts";
import { wireguard } from "./wireguard.ts";
import { zones } from "./zones.ts";

export const inventory = defineInventory({
  tailnet,
  people,
  zones,
  sites,
  machines: { ...rack, ...lodge, ...condo },
  clusters,
  dns,
  virtualAddresses,
  wireguard,
});
