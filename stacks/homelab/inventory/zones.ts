import type { InventorySpec } from "../../../components/inventory/index.ts";

/** What is registered, and answered for by Cloudflare. The program looks these up, and neither makes nor removes one. */
export const zones: InventorySpec["zones"] = {
  "terrac.com": { about: "The rack and the lodge: platform and core" },
  "kanokgan.com": { about: "HomeBrain: photos and films" },
};
