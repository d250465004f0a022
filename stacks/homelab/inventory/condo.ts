import type { InventorySpec } from "../../../components/inventory/index.ts";

export const condo: InventorySpec["machines"] = {
  "true-humax": { kind: "router", about: "The provider's router", site: "condo", lan: "192.168.1.1" },
  "tp-link": {
    kind: "router",
    about: "TP-Link AXE5400: the router of the house",
    site: "condo",
    lan: "192.168.0.1",
    wan: "192.168.1.10",
  },
  "k3s-master": {
    kind: "metal",
    about: "Lenovo X1 Extreme: server of brain, and the GPU of photos and films",
    site: "condo",
    lan: "192.168.0.206",
    tailnet: "100.81.236.27",
    threads: 12,
    memory: "32Gi",
    disk: "1.9TB",
    gpu: { model: "GTX 1650", vram: "4Gi", sharing: { mode: "slices", count: 4 } },
  },
  "k3s-gpu": {
    kind: "guest",
    under: "wsl2",
    about: "WSL2 on a gaming PC: video transcoding, in batches; behind the NAT of Windows",
    site: "condo",
    tailnet: true,
    threads: 16,
    memory: "16Gi",
    gpu: { model: "RTX 4060", vram: "8Gi", sharing: { mode: "free", sharers: 3 } },
    mayBeDown: true,
  },
  "k3s-worker": {
    kind: "guest",
    under: "multipass",
    about: "Multipass on a Mac mini M2: APIs that also run on ARM",
    site: "condo",
    tailnet: true,
    arch: "arm64",
    threads: 8,
    memory: "8Gi",
    disk: "50GB",
    mayBeDown: true,
  },
  nas: {
    kind: "nas",
    about: "Synology DS923+",
    site: "condo",
    lan: "192.168.0.243",
    tailnet: "100.77.209.53",
    shares: {
      // 128 KB buffers: the NAS reads a library of photos twice as fast as with the default.
      photos: { protocol: "cifs", path: "/photos", options: ["vers=3.1.1", "rsize=131072", "wsize=131072"] },
      media: { protocol: "nfs", path: "/volume1/media", options: ["nfsvers=4.1"] },
      transcode: { protocol: "nfs", path: "/volume1/transcode", options: ["nfsvers=4.1"] },
    },
  },
};
