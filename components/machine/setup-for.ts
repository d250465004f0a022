import type { Lab } from "../lab/index.ts";
import { type Setup, setupOf } from "../setup/index.ts";
import { baseSetup } from "./base.ts";

/** Everything that makes a bare machine what the lab says of it. Each piece is empty where it does not apply. */
export function setupFor(machine: string, lab: Lab): Setup {
  return setupOf(machine, baseSetup(machine, lab));
}
