import type { Inventory } from "../inventory/index.ts";
import type { Operator } from "../setup/index.ts";

/** Who enters the machines: one user, with the keys of everybody who may administer the lab. */
export function operatorOf({ people }: Inventory): Operator {
  const admins = Object.values(people).filter(({ groups }) => groups.includes("admin"));
  return { user: "lab", sshKeys: admins.flatMap(({ sshKeys }) => sshKeys) };
}
