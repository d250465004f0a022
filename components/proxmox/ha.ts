import type { HaresourceArgs, HaruleArgs } from "@muhlba91/pulumi-proxmoxve";
import type { Unwrap } from "@pulumi/pulumi";
import { type Inventory, type Vm, vmsOf } from "../inventory/index.ts";
import { numberOf } from "./machine.ts";

export interface HaPlan {
  resources: Record<string, Unwrap<HaresourceArgs>>;
  rules: Record<string, Unwrap<HaruleArgs>>;
}

/** Proxmox VE 9 has rules in the place of groups, and refuses groups. */
export function planHa(inventory: Inventory): HaPlan {
  const managed = vmsOf(inventory).filter(([, { ha }]) => ha);
  const groups = [...new Set(managed.flatMap(([, { ha }]) => ha?.apart ?? []))];
  return {
    resources: Object.fromEntries(
      managed.map(([name, vm]) => [
        name,
        { resourceId: sidOf(name, vm), state: "started", comment: vm.about },
      ]),
    ),
    rules: {
      ...Object.fromEntries(managed.map(([name, vm]) => [`${name}-home`, home(name, vm)])),
      ...Object.fromEntries(
        groups.map((group) => {
          const members = managed.filter(([, { ha }]) => ha?.apart === group);
          return [`${group}-apart`, apart(group, members)];
        }),
      ),
    },
  };
}

/** Its disk lies on one hypervisor: to start it on another would be to start it without its disk. */
function home(name: string, vm: Vm): Unwrap<HaruleArgs> {
  return {
    rule: `${name}-home`,
    type: "node-affinity",
    comment: `${name} starts where its disk is`,
    resources: [sidOf(name, vm)],
    nodes: { [vm.on]: 1 },
    strict: true,
  };
}

function apart(group: string, members: [string, Vm][]): Unwrap<HaruleArgs> {
  return {
    rule: `${group}-apart`,
    type: "resource-affinity",
    affinity: "negative",
    comment: `${members.map(([name]) => name).join(" and ")} never fall together`,
    resources: members.map(([name, vm]) => sidOf(name, vm)),
  };
}

function sidOf(name: string, vm: Vm): string {
  return `vm:${numberOf(name, vm)}`;
}
