import { bytes, memoryOf } from "../../units/index.ts";
import type { Inventory } from "../inventory.ts";
import type { Machine, Vm } from "../machine.ts";
import { type Finding, unknown } from "./finding.ts";

type Hypervisor = Extract<Machine, { kind: "hypervisor" }>;

/** Every virtual machine has a hypervisor with memory for it, and a card is passed to one of them at most. */
export function checkHypervisors({ machines }: Inventory): Finding[] {
  const all = Object.entries(machines);
  const vms = all.filter((entry): entry is [string, Vm] => entry[1].kind === "vm");
  const hosts = all.filter((entry): entry is [string, Hypervisor] => entry[1].kind === "hypervisor");
  const names = hosts.map(([name]) => name);
  return [
    ...vms.flatMap(([name, vm]) => homeless(name, vm, names)),
    ...hosts.flatMap(([name, host]) => [...overcommitted(name, host, vms), ...passedCard(name, host, vms)]),
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

/** Proxmox would start them all, and kill one of them in the middle of the night. */
function overcommitted(host: string, { memory }: Hypervisor, all: [string, Vm][]): Finding[] {
  const vms = all.filter(([, vm]) => vm.on === host);
  const asked = vms.reduce((sum, [, vm]) => sum + bytes(vm.memory), 0);
  if (asked <= bytes(memory)) return [];
  return [
    {
      what: `the virtual machines on ${host} ask for ${memoryOf(asked)} of memory; it has ${memory}.`,
      facts: vms.map(([name, vm]) => `${name} ${vm.memory}`),
      fix: "make one of them smaller, or move it to another hypervisor",
    },
  ];
}

function passedCard(host: string, { gpu }: Hypervisor, vms: [string, Vm][]): Finding[] {
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
