import type { Inventory } from "./inventory.ts";
import type { Machine } from "./machine.ts";

type Workstation = Extract<Machine, { kind: "workstation" }>;

/** The machines on which containers may be placed without a cluster. */
export function dockerHosts({ machines }: Inventory): { name: string; machine: Workstation }[] {
  return Object.entries(machines).flatMap(([name, machine]) =>
    machine.kind === "workstation" && machine.docker ? [{ name, machine }] : [],
  );
}
