import type { InventorySpec } from "../../../components/inventory/index.ts";
import { platformGitops } from "./platform-gitops.ts";
import { platformLimits } from "./platform-limits.ts";

/** Found so, and working: the laptop holds the photos of the house, and its upgrade waits for a free evening. */
const newerThanItsServer = {
  "newer-than-its-servers": {
    because: "both agents were installed a release later, and k3s-master is upgraded when nobody misses it",
    until: "2027-06-30",
  },
};

export const clusters: InventorySpec["clusters"] = {
  platform: {
    about: "The AI platform: one big server, growing onto Proxmox, with Ocean as its GPU agent",
    site: "rack",
    version: "v1.34.3+k3s1",
    pods: "10.42.0.0/16",
    services: "10.43.0.0/16",
    domain: "terrac.com",
    ingress: "traefik",
    storageClass: "longhorn",
    ...platformLimits,
    gitops: platformGitops,
    nodes: {
      homelab: { role: "server" },
      "platform-01": { role: "agent" },
      "platform-02": { role: "agent" },
      ocean: { role: "agent", labels: { "homelab/gpu": "rtx3090" } },
    },
  },
  core: {
    about: "Databases, automation and monitoring of the house",
    site: "lodge",
    version: "v1.34.3+k3s1",
    pods: "10.44.0.0/16",
    services: "10.45.0.0/16",
    domain: "terrac.com",
    ingress: "traefik",
    storageClass: "local-path",
    nodes: {
      asuna: { role: "server", memoryAtMost: "50%", labels: { "homelab/tier": "service" } },
      pesubuntu: { role: "agent", labels: { "homelab/tier": "compute" } },
    },
  },
  brain: {
    about: "HomeBrain: photos and films on a laptop's GPU, transcoding and ARM beside it",
    site: "condo",
    version: "v1.34.3+k3s1",
    pods: "10.46.0.0/16",
    services: "10.47.0.0/16",
    domain: "kanokgan.com",
    ingress: "none",
    storageClass: "local-path",
    nodes: {
      "k3s-master": { role: "server", version: "v1.33.6+k3s1" },
      "k3s-gpu": { role: "agent", join: "tailnet", reserved: true, waive: newerThanItsServer },
      "k3s-worker": { role: "agent", join: "tailnet", waive: newerThanItsServer },
    },
  },
};
