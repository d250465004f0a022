import { type Disk, diskBytes } from "../../units/disk.ts";
import { bytes, memoryOf } from "../../units/index.ts";
import type { Inventory } from "../inventory.ts";
import type { Hypervisor } from "../machine.ts";
import { hypervisorsOf, type Vm, vmsOf } from "../vms.ts";
import { type Finding, unknown } from "./finding.ts";

type Named<Kind> = [name: string, machine: Kind];

/** Every virtual machine has a hypervisor with room for it, and a card is passed to one of them at most. */
export function checkHypervisors(inventory: Inventory): Finding[] {
  const vms = vmsOf(inventory);
  const hosts = hypervisorsOf(inventory);
  const names = hosts.map(([name]) => name);
  return [
    ...vms.flatMap(([name, vm]) => homeless(name, vm, names)),
    ...hosts.flatMap((host) => {
      const here = vms.filter(([, vm]) => vm.on === host[0]);
      return [
        ...here.flatMap((vm) => tooLarge(vm, host)),
        ...overcommitted(host, here),
        ...here.flatMap((vm) => withoutStorage(vm, host)),
        ...overfilled(host, here),
        ...passedCard(host, vms),
      ];
    }),
  ];
}

function homeless(name: string, { on, gpu }: Vm, hosts: string[]): Finding[] {
  const findings: Finding[] = [];
  if (!hosts.includes(on))
    findings.push(unknown(`${name} runs on ${on}, which is not a hypervisor of the inventory.`, on, hosts));
  if (gpu && !hosts.includes(gpu.from))
    findings.push(
      unknown(
        `${name} takes the GPU of ${gpu.from}, which is not a hypervisor of the inventory.`,
        gpu.from,
        hosts,
      ),
    );
  return findings;
}

function tooLarge([name, vm]: Named<Vm>, [host, { threads, memory }]: Named<Hypervisor>): Finding[] {
  const wants = [
    ...(vm.threads > threads ? [`${vm.threads} threads, and ${host} has ${threads}`] : []),
    ...(bytes(vm.memory) > bytes(memory) ? [`${vm.memory} of memory, and ${host} has ${memory}`] : []),
  ];
  return wants.map((excess) => ({
    what: `${name} is larger than its hypervisor: it asks for ${excess}.`,
    fix: `make ${name} smaller, or move it to another hypervisor`,
  }));
}

/** Proxmox would start them all, and kill one of them in the middle of the night. */
function overcommitted([host, { memory }]: Named<Hypervisor>, vms: Named<Vm>[]): Finding[] {
  const asked = vms.reduce((sum, [, vm]) => sum + bytes(vm.memory), 0);
  const isTold = vms.some(([, vm]) => bytes(vm.memory) > bytes(memory));
  if (isTold || asked <= bytes(memory)) return [];
  return [
    {
      what: `the virtual machines on ${host} ask for ${memoryOf(asked)} of memory; it has ${memory}.`,
      facts: vms.map(([name, vm]) => `${name} ${vm.memory}`),
      fix: "make one of them smaller, or move it to another hypervisor",
    },
  ];
}

/** What of a hypervisor disks can lie on. */
function storagesOf({ disk, pools }: Hypervisor): Record<string, Disk> {
  const ofPools = Object.entries(pools).map(([name, { capacity }]) => [name, capacity]);
  return { ...(disk && { "local-lvm": disk }), ...Object.fromEntries(ofPools) };
}

function withoutStorage([name, { storage }]: Named<Vm>, [host, hypervisor]: Named<Hypervisor>): Finding[] {
  const known = Object.keys(storagesOf(hypervisor));
  if (known.includes(storage)) return [];
  return [
    {
      what: `${name} keeps its disk on ${storage}, which its hypervisor ${host} does not have.`,
      facts: [`${host} has: ${known.join(", ") || "nothing that is declared"}`],
      fix: `use one of these, or declare the disk of ${host} (local-lvm) or another pool of it`,
    },
  ];
}

/** A disk is filled as time goes by: by then nobody remembers that it was promised twice. */
function overfilled([host, hypervisor]: Named<Hypervisor>, vms: Named<Vm>[]): Finding[] {
  return Object.entries(storagesOf(hypervisor)).flatMap(([storage, capacity]) => {
    const here = vms.filter(([, vm]) => vm.storage === storage);
    const asked = here.reduce((sum, [, vm]) => sum + diskBytes(vm.disk), 0);
    if (asked <= diskBytes(capacity)) return [];
    return [
      {
        what: `the disks on ${storage} of ${host} are ${asked / 1e9}GB together; it has ${capacity}.`,
        facts: here.map(([name, vm]) => `${name} ${vm.disk}`),
        fix: "make one of them smaller, or move it to another storage",
      },
    ];
  });
}

function passedCard([host, { gpu }]: Named<Hypervisor>, vms: Named<Vm>[]): Finding[] {
  const takers = vms.filter(([, vm]) => vm.gpu?.from === host);
  const names = takers.map(([name]) => name);
  if (takers.length > 0 && !gpu)
    return [
      {
        what: `${names.join(" and ")} would take the GPU of ${host}, which has none.`,
        fix: `declare the card on ${host}, or take it from the hypervisor that has one`,
      },
    ];
  if (takers.length > 1)
    return [
      {
        what: `${names.join(" and ")} would each take the whole GPU of ${host}.`,
        fix: "a card is passed to one virtual machine, whole: share it inside that machine by slices",
      },
    ];
  return takers
    .filter(([, vm]) => vm.on !== host)
    .map(([name, vm]) => ({
      what: `${name} runs on ${vm.on}, but takes the GPU of ${host}.`,
      fix: `move ${name} to ${host}, or take the GPU of ${vm.on}`,
    }));
}
