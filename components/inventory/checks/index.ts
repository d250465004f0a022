import type { Problem } from "../../refusal.ts";
import type { Inventory } from "../inventory.ts";
import { checkAddresses } from "./addresses.ts";
import { checkClusters } from "./clusters.ts";
import { checkDns } from "./dns.ts";
import { checkHypervisors } from "./hypervisors.ts";
import { checkPolicies } from "./policies.ts";
import { checkTailnet } from "./tailnet.ts";
import { checkVirtualAddresses } from "./virtual-addresses.ts";
import { checkVirtualMachines } from "./virtual-machines.ts";
import { checkWireGuard } from "./wireguard.ts";
import { checkZones } from "./zones.ts";

/** What the schema cannot see: everything that relates two entries of the inventory. */
export function checkInventory(inventory: Inventory, where: string, today: Date): Problem[] {
  return [
    checkAddresses,
    checkHypervisors,
    checkVirtualMachines,
    checkClusters,
    checkPolicies,
    checkDns,
    checkVirtualAddresses,
    checkZones,
    checkTailnet,
    checkWireGuard,
  ]
    .flatMap((check) => check(inventory, today))
    .map((finding) => ({ where, ...finding }));
}
