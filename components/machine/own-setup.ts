import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

/** What the inventory says of this one virtual machine. */
export function ownSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "vm" || !machine.setup) return {};
  const { packages, files, commands } = machine.setup;
  return {
    packages,
    commands,
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        { text: [typeof text === "string" ? text : { token: text.fromConfig }] },
      ]),
    ),
  };
}
