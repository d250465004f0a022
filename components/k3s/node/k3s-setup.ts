import type { Lab } from "../../lab/index.ts";
import type { Setup, SetupFile } from "../../setup/index.ts";
import { identityOf } from "../identity/index.ts";
import { auditPolicy } from "./audit-policy.ts";
import { planConfig } from "./config.ts";
import { installScript } from "./install.ts";
import { type K3sNode, nodeOf } from "./k3s-node.ts";
import { AUDIT_POLICY, CONFIG, IDENTITY, REGISTRIES } from "./paths.ts";
import { SYSCTL } from "./sysctl.ts";

const INSTALL = "/usr/local/sbin/install-k3s";

/** What makes a machine the node that the inventory says it is. Nothing, for one that is no node. */
export function k3sSetup(machine: string, lab: Pick<Lab, "inventory">): Partial<Setup> {
  const node = nodeOf(machine, lab);
  if (!node) return {};
  return {
    packages: [
      "curl",
      // Volumes of the NAS are mounted by the node, not by the pod.
      "cifs-utils",
      "nfs-common",
    ],
    files: {
      "/etc/sysctl.d/90-k3s.conf": { text: [SYSCTL] },
      [CONFIG]: { text: planConfig(node, lab.inventory), mode: "0600" },
      // Every registry may be asked of the other nodes first.
      [REGISTRIES]: { text: ['mirrors:\n  "*": {}\n'] },
      ...(node.node.role === "server" && serverFiles(node, lab)),
      [INSTALL]: { text: [installScript(node)], mode: "0755" },
    },
    commands: ["sysctl --quiet --system", INSTALL],
  };
}

function serverFiles({ cluster }: K3sNode, lab: Pick<Lab, "inventory">): Record<string, SetupFile> {
  const { files } = identityOf(cluster.name, lab);
  return {
    [AUDIT_POLICY]: { text: [auditPolicy] },
    ...Object.fromEntries(
      Object.entries(files).map(([path, secret]): [string, SetupFile] => [
        `${IDENTITY}/tls/${path}`,
        { text: [secret], base64: true },
      ]),
    ),
  };
}
