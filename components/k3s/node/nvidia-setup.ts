import { gpuOf } from "../../inventory/index.ts";
import type { Lab } from "../../lab/index.ts";
import type { Setup } from "../../setup/index.ts";
import { nodeOf } from "./k3s-node.ts";

const INSTALL = "/usr/local/sbin/install-nvidia-toolkit";

/** What lets containers use the card of a node. k3s looks for it each time it starts, and then has the runtime `nvidia`. */
export function nvidiaSetup(machine: string, lab: Pick<Lab, "inventory">): Partial<Setup> {
  const node = nodeOf(machine, lab);
  if (!node || !gpuOf(lab.inventory, machine)) return {};
  return {
    packages: ["curl", "gpg", ...(node.machine.kind === "metal" ? ["ubuntu-drivers-common"] : [])],
    files: { [INSTALL]: { text: [SCRIPT], mode: "0755" } },
    commands: [
      // A virtual machine gets its driver with its card, and a guest has its desktop's.
      ...(node.machine.kind === "metal" ? ["nvidia-smi --list-gpus || ubuntu-drivers install --gpgpu"] : []),
      INSTALL,
    ],
  };
}

const SCRIPT = `#!/bin/sh
set -eu
packages=https://nvidia.github.io/libnvidia-container
keyring=/usr/share/keyrings/nvidia-container-toolkit.gpg
command -v nvidia-ctk >/dev/null && exit 0
curl -fsSL --retry 5 "$packages/gpgkey" | gpg --batch --yes --dearmor --output "$keyring"
echo "deb [signed-by=$keyring] $packages/stable/deb/$(dpkg --print-architecture) /" \\
  > /etc/apt/sources.list.d/nvidia-container-toolkit.list
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -y -q nvidia-container-toolkit
`;
