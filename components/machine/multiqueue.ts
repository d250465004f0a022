import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

const SCRIPT = `#!/bin/sh
# Gives every network card all the queues that it has: with one, a single core carries all of a fast network.
set -eu
for device in /sys/class/net/*/device; do
  card=$(basename "$(dirname "$device")")
  most=$(ethtool -l "$card" 2>/dev/null | awk '$1 == "Combined:" { print $2; exit }')
  case "$most" in
    '' | *[!0-9]*) continue ;;
  esac
  # It is no error that they are as they should be, though ethtool says so.
  ethtool -L "$card" combined "$most" || true
done
`;

const UNIT = `[Unit]
Description=All queues of every network card
After=network.target

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/multiqueue

[Install]
WantedBy=multi-user.target
`;

/** A hypervisor's network uses as many cores as its cards allow; a virtual machine's is given its own queues. */
export function multiqueueSetup(name: string, { inventory }: Lab): Partial<Setup> {
  if (inventory.machines[name]?.kind !== "hypervisor") return {};
  return {
    packages: ["ethtool"],
    files: {
      "/usr/local/sbin/multiqueue": { text: [SCRIPT], mode: "0755" },
      "/etc/systemd/system/multiqueue.service": { text: [UNIT] },
    },
    commands: ["systemctl daemon-reload", "systemctl enable --now multiqueue"],
  };
}
