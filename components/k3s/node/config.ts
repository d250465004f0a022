import { stringify } from "yaml";
import { heldText } from "../../held-text.ts";
import { type Inventory, isSpread, serversOf, systemOn } from "../../inventory/index.ts";
import type { OwnSecret } from "../../secrets/index.ts";
import type { SetupText } from "../../setup/index.ts";
import { cpuOf, memoryOf } from "../../units/index.ts";
import { type ClusterIdentity, identityOf } from "../identity/index.ts";
import { namesOf, serverToJoin } from "./addresses.ts";
import type { K3sNode } from "./k3s-node.ts";
import { AUDIT_POLICY } from "./paths.ts";

/** k3s' config.yaml (docs.k3s.io/installation/configuration): its flags, by their names. */
export function planConfig(node: K3sNode, inventory: Inventory): SetupText {
  const identity = identityOf(node.cluster.name, { inventory });
  return heldText<OwnSecret>((hold) => {
    const text = (parts: SetupText) =>
      parts.map((part) => (typeof part === "string" ? part : hold(part as OwnSecret))).join("");
    const join = serverToJoin(node, inventory);
    return stringify(
      {
        ...(join && { server: `https://${join}:6443`, token: text(identity.joinToken[node.node.role]) }),
        ...(node.node.role === "server" && serverFlags(node, inventory, identity, hold)),
        ...nodeFlags(node),
      },
      { lineWidth: 0 },
    );
  });
}

function serverFlags(
  { name, cluster: { spec } }: K3sNode,
  inventory: Inventory,
  { serverToken, agentToken }: ClusterIdentity,
  hold: (secret: OwnSecret) => string,
) {
  const servers = serversOf(spec);
  const isFirst = servers[0] === name;
  return {
    ...(isFirst && { token: hold(serverToken) }),
    "agent-token": hold(agentToken),
    ...(isFirst && servers.length > 1 && { "cluster-init": true }),
    "cluster-cidr": spec.pods,
    "service-cidr": spec.services,
    "tls-san": namesOf(name, inventory),
    "write-kubeconfig-mode": "0600",
    "secrets-encryption": true,
    // A node takes an image from another node that has it, before it asks the internet.
    "embedded-registry": true,
    ...(spec.ingress === "none" && { disable: ["traefik"] }),
    "kube-apiserver-arg": [
      `audit-policy-file=${AUDIT_POLICY}`,
      "audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log",
      "audit-log-maxage=30",
      "audit-log-maxbackup=10",
      "audit-log-maxsize=100",
    ],
  };
}

function nodeFlags({ name, machine, node, cluster }: K3sNode) {
  const { cpu, memory } = systemOn(machine, node);
  const labels = Object.entries(node.labels).map(([key, value]) => `${key}=${value}`);
  return {
    "node-name": name,
    // Through the tailnet the address is the one that it gives, and is asked for where it is known: on the node.
    ...(isSpread(cluster.spec) ? { "flannel-iface": "tailscale0" } : { "node-ip": machine.lan }),
    ...(labels.length > 0 && { "node-label": labels }),
    ...(node.reserved && { "node-taint": ["homelab/reserved=true:NoSchedule"] }),
    "protect-kernel-defaults": true,
    "kubelet-arg": [`system-reserved=cpu=${cpuOf(cpu)},memory=${memoryOf(memory)}`],
  };
}
