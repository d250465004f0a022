import type { InventorySpec } from "../../../components/inventory/index.ts";

/** Whom the edge and the tailnet let in. Put your own in their places. */
export const people: InventorySpec["people"] = {
  owner: { email: "owner@terrac.com", groups: ["admin", "plex-users"] },
  family: { email: "family@terrac.com", groups: ["plex-users"] },
};
