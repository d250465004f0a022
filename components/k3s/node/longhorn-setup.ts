import type { Lab } from "../../lab/index.ts";
import type { Setup } from "../../setup/index.ts";
import { nodeOf } from "./k3s-node.ts";

/** What Longhorn needs of a node, and cannot bring: it attaches its disks by iSCSI. */
export function longhornSetup(machine: string, lab: Pick<Lab, "inventory">): Partial<Setup> {
  if (nodeOf(machine, lab)?.cluster.spec.storageClass !== "longhorn") return {};
  return {
    packages: ["open-iscsi"],
    files: {
      // Ubuntu's multipathd would take each of these disks for a path to another one, and hold it so that none can be mounted.
      "/etc/multipath/conf.d/longhorn.conf": { text: ['blacklist {\n  devnode "^sd[a-z0-9]+"\n}\n'] },
    },
    commands: [
      "systemctl enable --now iscsid",
      "! systemctl is-active --quiet multipathd || systemctl restart multipathd",
    ],
  };
}
