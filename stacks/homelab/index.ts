import { Edge } from "../../components/edge/index.ts";
import { KubernetesCluster } from "../../components/kubernetes/index.ts";
import { openStack } from "../stack.ts";

const { lab, vault, programs, access, lifecycles, outputs } = await openStack("homelab");

const edge = new Edge("edge", { lab, vault, lifecycles, access: access.vendor("cloudflare") });

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
export const { passes } = edge;
