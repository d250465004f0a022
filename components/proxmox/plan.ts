import type { download, hardware, storage } from "@muhlba91/pulumi-proxmoxve";
import type { Unwrap } from "@pulumi/pulumi";
import { CLOUD_IMAGES, hypervisorsOf, type Inventory, vmsOf } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { operatorOf, setupFor } from "../machine/index.ts";
import { cloudInit, type SetupText } from "../setup/index.ts";
import { type BackupPlan, planBackups } from "./backups.ts";
import { type FirewallPlan, guestRules, planFirewall, type Rule } from "./firewall.ts";
import { type HaPlan, planHa } from "./ha.ts";
import { type MachinePlan, planMachine } from "./machine.ts";
import { FILES, fileOf, mappingOf } from "./names.ts";

export interface ProxmoxPlan {
  nodes: { name: string; address: string }[];
  files: Unwrap<storage.DirectoryArgs>;
  /** ZFS pools as storages, by name. */
  pools: Record<string, Unwrap<storage.ZfspoolArgs>>;
  mappings: Record<string, Unwrap<hardware.mapping.PciArgs>>;
  /** What new machines are made of, on every hypervisor that has one of them. */
  images: Record<string, Unwrap<download.FileArgs>>;
  machines: Record<string, VirtualMachinePlan>;
  ha: HaPlan;
  backups: BackupPlan | undefined;
  firewall: FirewallPlan;
}

export interface VirtualMachinePlan {
  machine: MachinePlan;
  /** The image on its hypervisor that its disk is a copy of, by its name in the plan. */
  image: string;
  cloudInit: SetupText;
  rules: Rule[];
  /** Holds data. */
  stateful: boolean;
}

/** The whole of a Proxmox cluster, as plain data: nothing of it is written down but the inventory. */
export function planProxmox(lab: Lab): ProxmoxPlan {
  const { inventory } = lab;
  const hypervisors = hypervisorsOf(inventory);
  const names = hypervisors.map(([name]) => name);
  return {
    nodes: hypervisors.map(([name, { lan }]) => ({ name, address: lan ?? name })),
    // Of its own, because `local` was there before: what this program did not make it cannot declare.
    files: {
      resourceId: FILES,
      path: "/var/lib/homelab",
      contents: ["import", "snippets"],
      nodes: names,
    },
    pools: Object.fromEntries(
      hypervisors.flatMap(([node, { pools }]) =>
        Object.keys(pools).map((pool) => [
          pool,
          {
            resourceId: pool,
            zfsPool: `${pool}/vms`,
            thinProvision: true,
            contents: ["images"],
            nodes: [node],
          },
        ]),
      ),
    ),
    mappings: planMappings(inventory),
    images: planImages(inventory),
    machines: Object.fromEntries(
      vmsOf(inventory).map(([name, vm]) => [
        name,
        {
          machine: planMachine(name, vm, inventory),
          image: `${vm.on}-${vm.image}`,
          cloudInit: cloudInit(name, operatorOf(inventory), setupFor(name, lab)),
          rules: guestRules(name, vm, inventory),
          stateful: vm.stateful,
        },
      ]),
    ),
    ha: planHa(inventory),
    backups: planBackups(inventory),
    firewall: planFirewall(inventory),
  };
}

function planMappings(inventory: Inventory): ProxmoxPlan["mappings"] {
  return Object.fromEntries(
    hypervisorsOf(inventory).flatMap(([node, { gpu }]) => {
      if (!gpu) return [];
      const { slot, ids, iommuGroup } = gpu.pci;
      const [id = ""] = ids;
      const map = { node, path: slot, id, iommuGroup };
      return [[node, { name: mappingOf(node), comment: gpu.model, maps: [map] }]];
    }),
  );
}

function planImages(inventory: Inventory): ProxmoxPlan["images"] {
  return Object.fromEntries(
    vmsOf(inventory).map(([, { on, image }]) => {
      const { url, checksum } = CLOUD_IMAGES[image];
      return [
        `${on}-${image}`,
        {
          nodeName: on,
          datastoreId: FILES,
          contentType: "import",
          fileName: fileOf(image),
          url,
          checksum: checksum.digest,
          checksumAlgorithm: checksum.algorithm,
          // The address is dated: what is there is right, whatever its size is told to be.
          overwrite: false,
        },
      ];
    }),
  );
}
