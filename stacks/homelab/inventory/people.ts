import type { InventorySpec } from "../../../components/inventory/index.ts";

/** Whom the edge and the tailnet let in. Put your own in their places: nobody holds this key's other half. */
export const people: InventorySpec["people"] = {
  owner: {
    email: "owner@terrac.com",
    groups: ["admin", "plex-users"],
    sshKeys: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA8zK5gTW0d1WZQ5maPPw6GpvTt8YbmPrmXve5wJ9ed7 owner@terrac.com",
    ],
  },
  family: { email: "family@terrac.com", groups: ["plex-users"] },
};
