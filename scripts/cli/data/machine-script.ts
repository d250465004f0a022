import { guestScript } from "../../../components/guest/index.ts";
import { computer, type Machine } from "../../../components/inventory/index.ts";
import type { Lab } from "../../../components/lab/index.ts";
import { operatorOf, setupFor } from "../../../components/machine/index.ts";
import { cloudInit, type SetupText, script } from "../../../components/setup/index.ts";
import { exits, Stop } from "../exits.ts";
import { proposal } from "../nearest.ts";

export interface Found {
  name: string;
  machine: Machine;
  lab: Lab;
}

/** A machine by its name, in the first stack that can set it up: another may only know where it is. */
export function machineNamed(name: string, labs: Lab[]): Found {
  const found = labs.flatMap((lab): Found[] => {
    const machine = lab.inventory.machines[name];
    return machine ? [{ name, machine, lab }] : [];
  });
  const [first] = [...found.filter(({ machine }) => isSetUp(machine)), ...found];
  if (first) return first;
  const known = [...new Set(labs.flatMap(({ inventory }) => Object.keys(inventory.machines)))].sort();
  throw new Stop(`there is no machine "${name}"; ${proposal(name, known)}`, exits.usage);
}

/** A desktop, a file server or a router is somebody else's affair: the lab only knows where it is. */
export function isSetUp(machine: Machine): boolean {
  return computer(machine) !== undefined && machine.kind !== "workstation";
}

/** What makes a machine what the inventory says of it, in the form in which it is wanted. */
export function scriptOf({ name, machine, lab }: Found, form: "script" | "cloud-init"): SetupText {
  if (form === "cloud-init") return cloudInit(name, operatorOf(lab.inventory), setupFor(name, lab));
  if (machine.kind === "guest") return guestScript(name, machine, lab).text;
  return script(name, setupFor(name, lab));
}

/** As it may be shown to whoever looks over a shoulder. */
export function hidden(text: SetupText): string {
  return text.map((part) => (typeof part === "string" ? part : "<hidden>")).join("");
}
