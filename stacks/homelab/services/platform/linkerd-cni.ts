import { defineService } from "../../../../components/service/index.ts";

/**
 * Leads the traffic of meshed pods through their proxies, from the node. Without it each pod would do so for itself, and
 * need rights over its network that no namespace of ours gives.
 */
export const linkerdCni = defineService({
  name: "linkerd-cni",
  about: "Leads the traffic of meshed pods through their proxies",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "linkerd-cni",
  chart: {
    repository: "https://helm.linkerd.io/edge",
    name: "linkerd2-cni",
    version: "2026.9.1",
    values: {
      // k3s has folders of its own for this.
      destCNINetDir: "/var/lib/rancher/k3s/agent/etc/cni/net.d",
      destCNIBinDir: "/var/lib/rancher/k3s/data/cni",
      // A pod that was there before it is made anew, and then finds its way.
      repairController: { enabled: true },
    },
    pods: { "linkerd-cni": { resources: { cpu: "20m", memory: "64Mi..128Mi" }, everyNode: true } },
  },
  waive: {
    "node-access": { because: "it puts a plugin into the network of its nodes", until: "2027-06-30" },
  },
});
