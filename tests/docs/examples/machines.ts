import { defineInventory } from "../../../components/inventory/index.ts";

export const inventory = defineInventory({
  tailnet: { domain: "tail1234.ts.net", cidr: "100.64.0.0/10" },
  people: {
    me: { email: "me@example.com", groups: ["admin"], sshKeys: ["ssh-ed25519 AAAAC3Nz me@desk"] },
  },
  sites: {
    rack: {
      about: "The rack",
      timeZone: "Europe/Vienna",
      networks: { lan: { cidr: "192.168.1.0/24", gateway: "192.168.1.1" } },
    },
  },
  machines: {
    pve: {
      kind: "hypervisor",
      about: "Proxmox, with a card and a pool of disks",
      site: "rack",
      lan: "192.168.1.10",
      threads: 40,
      memory: "256Gi",
      disk: "1TB",
      gpu: {
        model: "RTX 3090",
        vram: "24Gi",
        pci: { slot: "0000:41:00", ids: ["10de:2204", "10de:1aef"], iommuGroup: 41 },
      },
      pools: {
        tank: {
          layout: "raidz2",
          capacity: "64TB",
          datasets: {
            media: { about: "Films", owner: { uid: 1000, gid: 1000 }, share: "nfs" },
            pbs: { about: "Backups of machines", owner: { uid: 34, gid: 34 }, share: "nfs" },
          },
        },
      },
    },
    ocean: {
      kind: "vm",
      about: "Whatever needs the card",
      on: "pve",
      site: "rack",
      lan: "192.168.1.143",
      threads: 24,
      memory: "64Gi",
      disk: "1TB",
      storage: "tank",
      gpu: { from: "pve", sharing: { mode: "slices", count: 4 } },
      stateful: true,
    },
    backups: {
      kind: "vm",
      about: "Proxmox Backup Server",
      on: "pve",
      site: "rack",
      lan: "192.168.1.110",
      threads: 4,
      memory: "8Gi",
      disk: "50GB",
      image: "debian-13",
      backup: { never: "its datastore lies on tank" },
      backupServer: { datastore: "lab", dataset: "pve/tank/pbs" },
    },
  },
});
