import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

/** What a Linux inside Windows has to be told of itself. */
export function wslSetup(name: string, { inventory }: Pick<Lab, "inventory">): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "guest" || machine.under !== "wsl2") return {};
  return {
    files: {
      // The name of Windows would be another's: a node keeps its own. What is written counts from the next start on.
      "/etc/wsl.conf": { text: [`[boot]\nsystemd=true\n\n[network]\nhostname=${name}\n`] },
    },
  };
}
