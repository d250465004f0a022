import type { InventorySpec } from "../../../components/inventory/index.ts";

/** For what cannot be in the tailnet. */
export const wireguard: InventorySpec["wireguard"] = {
  // A machine of metal or a virtual one: its house is the one that devices come into.
  server: "core-arm",
  // Kept on the address of the day by the service ddns.
  endpoint: "home.example.com",
  network: "10.9.0.0/24",
  peers: {
    "travel-router": { about: "Takes a hotel's network home", person: "owner", address: "10.9.0.2" },
    "old-phone": { about: "Too old for Tailscale", person: "owner", address: "10.9.0.3", generation: 2 },
    console: {
      about: "Has made a key for itself, and keeps it",
      person: "owner",
      address: "10.9.0.4",
      publicKey: "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=",
    },
  },
};
