import { type Cases, each, one, proxmox } from "../../testing/index.ts";

const vm = (props: object) => proxmox("index/vmLegacy:VmLegacy", { vmId: 1143, ...props });
const lxc = (props: object) => proxmox("index/containerLegacy:ContainerLegacy", props);
const ha = proxmox("index/haresource:Haresource", { resourceId: "vm:1143" }, "ha");
const job = (props: object) => proxmox("backup/job:Job", props, "daily");
const kept = { pruneBackups: { "keep-daily": "7" }, storage: "pbs", repeatMissed: true };
const firewall = (props: object) =>
  proxmox(
    "firewall/optionsLegacy:OptionsLegacy",
    { vmId: 1143, enabled: true, inputPolicy: "DROP", ...props },
    "options",
  );
const hypervisors = { enabled: true, inputPolicy: "DROP", forwardPolicy: "DROP" };
const held = vm({ networkDevices: [{ bridge: "vmbr0", firewall: true }] });
const GPU = { device: "hostpci0", mapping: "gpu" };

export const proxmoxCases: Cases = {
  "unprivileged-lxc": each(
    [lxc({ unprivileged: true })],
    [
      ["is privileged", lxc({})],
      [
        "allows nesting, as for containers inside it",
        lxc({ unprivileged: true, features: { nesting: true } }),
      ],
    ],
  ),
  "mapped-gpu": one(
    vm({ hostpcis: [GPU] }),
    vm({ hostpcis: [{ device: "hostpci0", id: "0000:41:00" }] }),
    "gets the device 0000:41:00 by its address",
  ),
  "no-ha-with-device": {
    keeps: [[vm({}), ha]],
    breaks: [["ha moves web, which is tied to a device", vm({ hostpcis: [GPU] }), ha]],
  },
  "vm-backup": {
    keeps: [
      [vm({}), job({ vmids: ["1143"] })],
      [vm({}), job({ all: true })],
      [vm({ poolId: "homelab" }), job({ pool: "homelab" })],
      [vm({ description: "A runner\n\nNo backup: nothing on it outlives a job" })],
      [vm({ template: true })],
    ],
    breaks: [
      ["web is in no backup job", vm({}), job({ vmids: ["1002"] })],
      ["web is in no backup job", vm({}), job({ vmids: ["1143"], enabled: false })],
    ],
  },
  "backup-kept": each(
    [job(kept)],
    [
      ["says nothing of how long", job({ ...kept, pruneBackups: {} })],
      ["writes to local, on the hypervisor itself", job({ ...kept, storage: "local" })],
      ["leaves out a night", job({ ...kept, repeatMissed: false })],
    ],
  ),
  "guest-agent": one(vm({ agent: { enabled: true } }), vm({}), "has no guest agent"),
  virtio: each(
    [
      vm({
        disks: [{ interface: "scsi0" }],
        networkDevices: [{ bridge: "vmbr0" }],
        scsiHardware: "virtio-scsi-single",
      }),
    ],
    [
      ["has a disk on ide0", vm({ disks: [{ interface: "ide0" }] })],
      ["has a network of the model e1000", vm({ networkDevices: [{ model: "e1000" }] })],
      ["has a SCSI controller lsi", vm({ scsiHardware: "lsi" })],
    ],
  ),
  "cluster-firewall": each(
    [proxmox("cluster/firewallLegacy:FirewallLegacy", hypervisors)],
    [
      ["is off", proxmox("cluster/firewall:Firewall", { ...hypervisors, enabled: false })],
      [
        "lets in what no rule names (ACCEPT)",
        proxmox("cluster/firewall:Firewall", { ...hypervisors, inputPolicy: "ACCEPT" }),
      ],
      [
        "lets through what no rule names (no forwardPolicy)",
        proxmox("cluster/firewall:Firewall", { enabled: true, inputPolicy: "DROP" }),
      ],
    ],
  ),
  "node-firewall": one(
    proxmox("node/firewall:Firewall", { enabled: true }),
    proxmox("node/firewall:Firewall", { enabled: false }),
    "is off",
  ),
  "guest-firewall": {
    keeps: [[held, firewall({})]],
    breaks: [
      ["has no firewall that drops what nobody let in", held],
      ["has no firewall that drops", held, firewall({ inputPolicy: "ACCEPT" })],
      ["has no firewall on vmbr0", vm({ networkDevices: [{ bridge: "vmbr0" }] }), firewall({})],
    ],
  },
  "scoped-token": one(
    proxmox("user/token:Token", { userId: "homelab@pve" }),
    proxmox("user/token:Token", { userId: "root@pam" }),
    "belongs to root@pam",
  ),
  "no-administrator": one(
    proxmox("index/acl:Acl", { roleId: "Homelab" }),
    proxmox("index/acl:Acl", { roleId: "Administrator" }),
    "gives the role Administrator",
  ),
};
