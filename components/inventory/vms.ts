import type { Inventory } from "./inventory.ts";
import type { Hypervisor } from "./machine.ts";
import type { Vm } from "./vm.ts";

export type { Vm };

export function vmsOf({ machines }: Pick<Inventory, "machines">): [name: string, vm: Vm][] {
  return Object.entries(machines).filter((entry): entry is [string, Vm] => entry[1].kind === "vm");
}

export function hypervisorsOf({ machines }: Pick<Inventory, "machines">): [name: string, node: Hypervisor][] {
  return Object.entries(machines).filter(
    (entry): entry is [string, Hypervisor] => entry[1].kind === "hypervisor",
  );
}

/** The number of a virtual machine in Proxmox; undefined where it has neither one of its own nor an address. */
export function idOf({ id, lan }: Pick<Vm, "id" | "lan">): number | undefined {
  return id ?? (lan ? 1000 + Number(lan.split(".").at(-1)) : undefined);
}
