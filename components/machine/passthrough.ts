import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";

const MODULES = `vfio
vfio_iommu_type1
vfio_pci
`;
/** What would take the card for the hypervisor itself, the moment it starts. */
const DRIVERS = ["nouveau", "nvidia", "nvidiafb", "nvidia_drm", "snd_hda_intel"];
const ARGUMENTS = "intel_iommu=on iommu=pt";

/** A hypervisor that leaves its card alone, so that a virtual machine can have it. */
export function passthroughSetup(name: string, { inventory }: Lab): Partial<Setup> {
  const machine = inventory.machines[name];
  if (machine?.kind !== "hypervisor" || !machine.gpu) return {};
  const { ids } = machine.gpu.pci;
  return {
    files: {
      "/etc/modules-load.d/homelab-vfio.conf": { text: [MODULES] },
      "/etc/modprobe.d/homelab-vfio.conf": {
        text: [
          `options vfio-pci ids=${ids.join(",")} disable_vga=1\n`,
          // Sound is no driver to forbid: the machine may have other sound. It only comes after.
          ...DRIVERS.map((driver) => `softdep ${driver} pre: vfio-pci\n`),
          ...DRIVERS.filter((driver) => driver !== "snd_hda_intel").map((driver) => `blacklist ${driver}\n`),
        ],
      },
      "/etc/default/grub.d/homelab-iommu.cfg": {
        text: [`GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT ${ARGUMENTS}"\n`],
      },
    },
    commands: [
      // A root on ZFS starts by systemd-boot, which asks this file and not GRUB.
      `if [ -s /etc/kernel/cmdline ] && ! grep -q iommu=pt /etc/kernel/cmdline; then sed -i '1s/$/ ${ARGUMENTS}/' /etc/kernel/cmdline; fi`,
      "update-initramfs -u",
      "if command -v update-grub >/dev/null; then update-grub; fi",
      "proxmox-boot-tool refresh",
      `if ! grep -q iommu=pt /proc/cmdline; then echo "restart ${name}: its card is free only then" >&2; fi`,
    ],
  };
}
