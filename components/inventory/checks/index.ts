import type { Problem } from "../../refusal.ts";
import type { Inventory } from "../inventory.ts";
import { checkAddresses } from "./addresses.ts";
import { checkClusters } from "./clusters.ts";
import { checkHypervisors } from "./hypervisors.ts";
import { checkPolicies } from "./policies.ts";

/** What the schema cannot see: everything that relates two entries of the inventory. */
export function checkInventory(inventory: Inventory, where: string): Problem[] {
  return [checkAddresses, checkHypervisors, checkClusters, checkPolicies]
    .flatMap((check) => check(inventory))
    .map((finding) => ({ where, ...finding }));
}
