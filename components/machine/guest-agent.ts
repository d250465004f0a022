import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

/**
 * By it a virtual machine tells its hypervisor its addresses, and is frozen for a backup. It comes last of all, and not
 * among the packages: whoever waits for it then knows that the machine is finished, not only that it has started.
 */
export function guestAgentSetup(name: string, { inventory }: Lab): Partial<Setup> {
  if (inventory.machines[name]?.kind !== "vm") return {};
  return {
    commands: ["apt-get install -y -q qemu-guest-agent", "systemctl start qemu-guest-agent"],
  };
}
