import type { InventorySpec } from "../../../components/inventory/index.ts";

/** For what cannot be in the tailnet. Whoever wants it lets the provider's router pass 51820/udp on to homelab. */
export const wireguard = {
  server: "homelab",
  endpoint: "home.terrac.com",
  network: "10.9.0.0/24",
  peers: {
    "travel-router": { about: "Takes a hotel's network home", person: "owner", address: "10.9.0.2" },
    "old-phone": { about: "Too old for Tailscale", person: "family", address: "10.9.0.3" },
  },
} satisfies InventorySpec["wireguard"];
