import { computer } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

/** Asks every day, installs what closes a hole, and never restarts by itself: that is decided by who watches. */
const UPGRADES = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
`;

/** What every Linux of the lab has, whatever it is for. */
export function baseSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (!computer(machine) || !machine) throw new Error(`${name} was checked to be a computer, and is none`);
  const { kind, site } = machine;
  // The clock of a guest is its desktop's, and Proxmox brings a chrony of its own.
  const keepsTime = kind === "vm" || kind === "metal";
  // A hypervisor is upgraded by hand, with its machines moved away: the kernel, ZFS and QEMU go together.
  const upgrades = kind !== "hypervisor";
  return {
    packages: [...(keepsTime ? ["chrony"] : []), ...(upgrades ? ["unattended-upgrades"] : [])],
    files: upgrades ? { "/etc/apt/apt.conf.d/60homelab-upgrades": { text: [UPGRADES] } } : {},
    commands: [
      `timedatectl set-timezone ${inventory.sites[site]?.timeZone}`,
      ...(keepsTime ? ["systemctl enable --now chrony"] : []),
    ],
  };
}
