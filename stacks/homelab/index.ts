import { Edge } from "../../components/edge/index.ts";
import { K3sCluster } from "../../components/k3s/index.ts";
import { KubernetesCluster } from "../../components/kubernetes/index.ts";
import { ProxmoxCluster } from "../../components/proxmox/index.ts";
import { Tailnet } from "../../components/tailnet/index.ts";
import { openStack } from "../stack.ts";

const { lab, vault, programs, access, lifecycles, protect, bringing, outputs } = await openStack("homelab");

new Tailnet("tailnet", { lab, vault, access: access.vendor("tailscale") });

const edge = new Edge("edge", { lab, vault, lifecycles, access: access.vendor("cloudflare") });

const proxmox = new ProxmoxCluster("proxmox", { lab, vault, protect, access: access.vendor("proxmox") });

for (const cluster of access.clusters) {
  const { kubeconfig } = new K3sCluster(`${cluster}-k3s`, {
    lab,
    cluster,
    vault,
    kubeconfig: access.kubeconfig(cluster),
  });
  new KubernetesCluster(cluster, {
    lab,
    cluster,
    kubeconfig,
    vault,
    programs,
    lifecycles,
    bring: bringing(cluster),
  });
}

/** Every service's addresses: in the house, in the tailnet, and for the world. */
export const { urls } = outputs;
/** Keys and tokens that vendors have made, by name: `npx lab script` puts them where they belong. */
export const { kept } = vault;
/** What programs enter with where people log in: `pulumi stack output passes --show-secrets`. */
export const { passes } = edge;
/** What Proxmox is entered by in the place of root, once it is there: `homelab:access.proxmox.token`. */
export const { token: proxmoxToken } = proxmox;
