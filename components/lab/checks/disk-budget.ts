import type { DiskBudget } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { bytes, memoryOf } from "../../units/index.ts";
import { claimsOf } from "../claims.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** Nobody claims more of a cluster's replicated disks than its row of the budget says. */
export function checkDiskBudgets({ services, inventory }: Lab): Problem[] {
  return Object.entries(inventory.clusters).flatMap(([name, { storage }]) => {
    if (!storage) return [];
    const { budget } = storage;
    const spent = new Map(
      services
        .filter(({ place }) => "cluster" in place && place.cluster === name)
        .map((service): [Service, number] => [service, replicatedDisk(service, inventory)])
        .filter(([, amount]) => amount > 0),
    );
    return [...spent].flatMap(([service, amount]) => {
      const row = budget.services[service.name];
      if (row !== undefined && amount <= bytes(row)) return [];
      return [beyond(service, amount, name, budget, spent)];
    });
  });
}

/** Each copy of a stateful service has disks of its own. */
function replicatedDisk(service: Service, inventory: Lab["inventory"]): number {
  const { workload } = service;
  const copies = workload.kind === "stateful" ? workload.replicas : 1;
  return claimsOf(service, inventory)
    .filter((claim) => claim.class === "longhorn")
    .reduce((sum, { size }) => sum + bytes(size) * copies, 0);
}

function beyond(
  service: Service,
  amount: number,
  cluster: string,
  budget: DiskBudget,
  spent: Map<Service, number>,
): Problem {
  const row = budget.services[service.name];
  const free = freeOf(budget);
  const claimed = new Map([...spent].map(([{ name }, each]) => [name, each]));
  return problem(service, {
    what: `${service.name} claims ${memoryOf(amount)} of the replicated disks of ${cluster}, and ${row ? `its row of the budget is ${row}` : "has no row in their budget"}.`,
    facts: [
      ...Object.entries(budget.services).map(
        ([name, size]) =>
          `${name}: ${size}, claimed ${claimed.has(name) ? memoryOf(claimed.get(name) ?? 0) : "nothing"}`,
      ),
      `reserved for snapshots: ${budget.reserved}`,
      `of ${budget.total} in all, in no row: ${free > 0 ? memoryOf(free) : "nothing"}`,
    ],
    fix: `claim less, ${row ? "raise its row" : `give it a row (${service.name}: "${memoryOf(amount)}")`} in the inventory, or claim disk of one node: { class: "local-path" }`,
  });
}

function freeOf({ total, reserved, services }: DiskBudget): number {
  return Object.values(services).reduce((rest, size) => rest - bytes(size), bytes(total) - bytes(reserved));
}
