import { defineInventory } from "../../../components/inventory/index.ts";

export const inventory = defineInventory({
  tailnet: { domain: "example.ts.net", cidr: "100.64.0.0/10" },
  people: { me: { email: "me@example.com", groups: ["admin"], sshKeys: ["ssh-ed25519 AAAAC3Nza me@desk"] } },
  zones: { "example.com": { about: "what the house shows to the world" } },
  sites: {
    house: { about: "where the servers stand", networks: { lan: { cidr: "192.168.1.0/24" } } },
    flat: { about: "a desk with a card", networks: { lan: { cidr: "192.168.0.0/24" } } },
  },
  machines: {
    box: {
      kind: "metal",
      about: "the server",
      site: "house",
      lan: "192.168.1.20",
      tailnet: true,
      threads: 12,
      memory: "32Gi",
      // Kubernetes counts four slices of it, and sells each once.
      gpu: { model: "GTX 1650", vram: "4Gi", sharing: { mode: "slices", count: 4 } },
    },
    desk: {
      kind: "guest",
      under: "wsl2",
      about: "Linux inside the Windows of a gaming PC",
      site: "flat",
      tailnet: true,
      threads: 16,
      memory: "16Gi",
      // Nobody counts here: whoever is placed on it shares it with the others.
      gpu: { model: "RTX 4060", vram: "8Gi", sharing: { mode: "free", sharers: 3 } },
      mayBeDown: true,
    },
  },
  clusters: {
    home: {
      about: "all that the house runs",
      site: "house",
      version: "v1.34.3+k3s1",
      pods: "10.42.0.0/16",
      services: "10.43.0.0/16",
      domain: "example.com",
      ingress: "traefik",
      storageClass: "local-path",
      nodes: {
        box: { role: "server", labels: { "home/disk": "fast" } },
        desk: { role: "agent", join: "tailnet", reserved: true },
      },
    },
  },
});
