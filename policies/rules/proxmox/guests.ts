import { NO_BACKUP } from "../../../components/proxmox/no-backup.ts";
import type { ResourceRule, StackRule } from "../../rule.ts";
import { look } from "../../said.ts";
import { scopes } from "../../scope.ts";

interface Disk {
  interface: string;
}
interface Nic {
  bridge?: string;
  model?: string;
  firewall?: boolean;
}
interface PciDevice {
  id?: string;
  mapping?: string;
}

/** How machines are made on a hypervisor. */
export const guests: (ResourceRule | StackRule)[] = [
  {
    id: "unprivileged-lxc",
    title: "Containers of programs run in a VM; an LXC container is unprivileged and runs none.",
    sources: ["HS 1.2.7", "HS 1.2.8"],
    reason: "root in a privileged LXC container is root on the hypervisor, and nesting opens the way",
    fix: "set unprivileged: true and leave features out, or make it a VM",
    severity: "critical",
    scope: scopes.lxc,
    check: ({ props: { unprivileged, features = {} } }) => [
      unprivileged !== true && "is privileged",
      ["nesting", "keyctl", "fuse"].map(
        (feature) => features[feature] === true && `allows ${feature}, as for containers inside it`,
      ),
    ],
  },
  {
    id: "mapped-gpu",
    title: "A machine gets a device by its mapping.",
    sources: ["terraform-provider-proxmox#495"],
    reason: "only root may set a raw address, and another slot after a repair is another device",
    fix: "declare the device as a resource mapping, and name that",
    severity: "high",
    scope: scopes.vms,
    check: ({ props }) =>
      (props.hostpcis ?? []).map(
        ({ id, mapping }: PciDevice) =>
          !mapping && `gets the device ${id ?? "without a name"} by its address`,
      ),
  },
  {
    id: "no-ha-with-device",
    title: "High availability leaves a machine alone that is tied to a device.",
    sources: ["PVE ha-manager"],
    reason: "it would be started where the device is not, fail there, and stay away",
    fix: "take it out of HA, or take the device out of the machine",
    severity: "high",
    scope: scopes.haResources,
    survey: (stack) => {
      const tied = new Map(
        stack
          .of(scopes.vms)
          .flatMap(({ name, props }) => (props.hostpcis?.length > 0 ? [[`vm:${props.vmId}`, name]] : [])) as [
          string,
          string,
        ][],
      );
      return stack.of(scopes.haResources).map((on) => ({
        on,
        says: look(
          () =>
            tied.has(on.props.resourceId) &&
            `moves ${tied.get(on.props.resourceId)}, which is tied to a device`,
        ),
      }));
    },
  },
  {
    id: "vm-backup",
    title: "Every VM is backed up, or says why not.",
    sources: ["HS 4.3"],
    reason: "a disk dies, and with it what was only there",
    fix: 'say backup: "daily", or { never: "..." } with the reason, where the machine is declared',
    severity: "high",
    scope: scopes.vms,
    survey: (stack) => {
      const jobs = stack.of(scopes.backupJobs).filter(({ props }) => props.enabled !== false);
      return stack.of(scopes.vms).map((on) => ({
        on,
        says: look(() => {
          const { vmId, poolId, template, description = "" } = on.props;
          const kept = jobs.some(
            ({ props }) =>
              props.all === true || (poolId && props.pool === poolId) || props.vmids?.includes(String(vmId)),
          );
          return !kept && !template && !description.includes(NO_BACKUP) && "is in no backup job";
        }),
      }));
    },
  },
  {
    id: "backup-kept",
    title: "Backups are kept for a while, elsewhere, and what was missed is made up for.",
    sources: ["HS 4.3", "HS 4.6"],
    reason: "one that lies on the disk that died, or was overwritten last night, restores nothing",
    fix: "set pruneBackups and repeatMissed, and a storage that is not the hypervisor's own",
    severity: "high",
    scope: scopes.backupJobs,
    check: ({ props: { pruneBackups = {}, storage, repeatMissed } }) => [
      !Object.keys(pruneBackups).some((key) => key.startsWith("keep-")) &&
        "says nothing of how long it keeps them",
      ["local", "local-lvm", "local-zfs"].includes(storage) &&
        `writes to ${storage}, on the hypervisor itself`,
      repeatMissed !== true && "leaves out a night in which the hypervisor was off",
    ],
  },
  {
    id: "guest-agent",
    title: "Every VM has a guest agent.",
    sources: ["HS D.2"],
    reason: "without it a backup catches files half-written, and a shutdown pulls the plug",
    fix: "set agent.enabled, and install qemu-guest-agent in it",
    severity: "medium",
    scope: scopes.vms,
    check: ({ props: { agent } }) => agent?.enabled !== true && "has no guest agent",
  },
  {
    id: "virtio",
    title: "A VM uses VirtIO for its disks and networks.",
    sources: ["HS D.2"],
    reason: "emulated hardware costs half of a disk's speed, and has had holes",
    fix: "use disks on scsi or virtio, scsiHardware virtio-scsi-single, and networks of the model virtio",
    severity: "low",
    scope: scopes.vms,
    check: ({ props: { disks = [], networkDevices = [], scsiHardware = "virtio-scsi-pci" } }) => [
      disks.map(({ interface: at }: Disk) => /^(ide|sata)/.test(at) && `has a disk on ${at}`),
      networkDevices.map(
        ({ model = "virtio" }: Nic) => model !== "virtio" && `has a network of the model ${model}`,
      ),
      !scsiHardware.startsWith("virtio") && `has a SCSI controller ${scsiHardware}`,
    ],
  },
];
