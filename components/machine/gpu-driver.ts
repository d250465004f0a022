import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

/** Of Ubuntu's branch for servers: without a screen, and with what encodes and decodes video. */
const BRANCH = "570-server";

/** A virtual machine that has a card can use it. Containers get theirs by the toolkit of whoever runs them. */
export function gpuDriverSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "vm" || !machine.gpu) return {};
  return {
    packages: ["nvidia-headless", "nvidia-utils", "libnvidia-encode", "libnvidia-decode"].map(
      (part) => `${part}-${BRANCH}`,
    ),
    // The card stays awake: to wake it takes seconds, at the first request of each program.
    commands: ["modprobe nvidia", "systemctl enable --now nvidia-persistenced"],
  };
}
