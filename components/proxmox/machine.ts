import type { VmLegacyArgs } from "@muhlba91/pulumi-proxmoxve";
import type { Unwrap } from "@pulumi/pulumi";
import { type Inventory, idOf, type Vm } from "../inventory/index.ts";
import { bytes, contains, diskBytes } from "../units/index.ts";
import { importId, mappingOf, POOL, snippetId } from "./names.ts";
import { NO_BACKUP } from "./no-backup.ts";

/** As Proxmox knows it. What it is inside, its setup says. */
export type MachinePlan = Unwrap<VmLegacyArgs> & { name: string; nodeName: string; vmId: number };

/** What a machine's queues of network packets may be at most. */
const MOST_QUEUES = 64;
const ORDER = { first: 1, normal: 2, last: 3 };

export function planMachine(name: string, vm: Vm, inventory: Inventory): MachinePlan {
  return {
    name,
    nodeName: vm.on,
    vmId: numberOf(name, vm),
    description: typeof vm.backup === "string" ? vm.about : `${vm.about}\n\n${NO_BACKUP}${vm.backup.never}`,
    tags: tagsOf(name, inventory),
    poolId: POOL,
    // A machine that is told to be elsewhere moves there with its disks. By itself it would be made anew.
    migrate: true,
    machine: "q35",
    cpu: { cores: vm.threads, type: vm.gpu ? "host" : "x86-64-v2-AES" },
    memory: { dedicated: bytes(vm.memory) / 2 ** 20 },
    operatingSystem: { type: "l26" },
    agent: { enabled: true, trim: true, timeout: "30m" },
    // The cloud's images write their start to it, and some stop without one.
    serialDevices: [{}],
    scsiHardware: "virtio-scsi-single",
    disks: [
      {
        interface: "scsi0",
        datastoreId: vm.storage,
        size: Math.floor(diskBytes(vm.disk) / 2 ** 30),
        importFrom: importId(vm.image),
        iothread: true,
        discard: "on",
        ssd: true,
      },
    ],
    networkDevices: [
      { bridge: vm.bridge, firewall: true, queues: vm.queues ?? Math.min(vm.threads, MOST_QUEUES) },
    ],
    initialization: {
      datastoreId: vm.storage,
      ...addressing(vm, inventory),
      // Named, not taken from the file's resource: a file that is written anew would make another machine.
      userDataFileId: snippetId(name),
    },
    startup: { order: ORDER[vm.starts] },
    protection: vm.stateful,
    ...(vm.gpu && passedCard(vm, vm.gpu.from)),
  };
}

export function numberOf(name: string, vm: Vm): number {
  const id = idOf(vm);
  if (id === undefined) throw new Error(`${name} was checked to have a number in Proxmox, and has none`);
  return id;
}

/** Where it belongs, to be seen in the list of machines. */
function tagsOf(name: string, { clusters }: Inventory): string[] {
  const cluster = Object.entries(clusters).find(([, { nodes }]) => name in nodes)?.[0];
  return ["homelab", ...(cluster ? [cluster] : [])];
}

function passedCard({ storage }: Vm, from: string): Partial<MachinePlan> {
  return {
    bios: "ovmf",
    // Without the keys of Secure Boot: with them the kernel refuses a driver that was built on the machine.
    efiDisk: { datastoreId: storage, type: "4m", preEnrolledKeys: false },
    // Mapped, never raw: only root may pass a raw device, and the mapping knows where the card is.
    hostpcis: [{ device: "hostpci0", mapping: mappingOf(from), pcie: true }],
  };
}

function addressing({ lan, site }: Vm, { sites }: Inventory) {
  const network = Object.values(sites[site]?.networks ?? {}).find(({ cidr }) => lan && contains(cidr, lan));
  if (!lan || !network) return { ipConfigs: [{ ipv4: { address: "dhcp" } }] };
  const { cidr, gateway } = network;
  return {
    ipConfigs: [{ ipv4: { address: `${lan}/${cidr.split("/")[1]}`, ...(gateway && { gateway }) } }],
    // The router and not the name server of the house: that is one of these machines.
    ...(gateway && { dns: { servers: [gateway] } }),
  };
}
