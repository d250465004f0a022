import { KubernetesCluster } from "../../components/kubernetes/index.ts";
import { openStack } from "../stack.ts";

const { lab, vault, programs, access, lifecycles, outputs } = await openStack("homelab");

for (const cluster of Object.keys(lab.inventory.clusters)) {
  new KubernetesCluster(cluster, {
    lab,
    cluster,
    kubeconfig: access.kubeconfig(cluster),
    vault,
    programs,
    lifecycles,
  });
}

export const { urls } = outputs;
