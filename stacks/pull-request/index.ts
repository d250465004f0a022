import * as proxmoxve from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { K3sCluster } from "../../components/k3s/index.ts";
import { KubernetesCluster } from "../../components/kubernetes/index.ts";
import { planProxmox, VirtualMachine } from "../../components/proxmox/index.ts";
import { openStack } from "../stack.ts";

/** Of its own, so that a token can be made that reaches the machines of tests, and no other. */
const POOL = "pull-requests";

const stack = pulumi.getStack();
const { lab, vault, programs, access, lifecycles, protect } = await openStack(stack, ["proxmox"]);

const proxmox = planProxmox(lab);
const plan = proxmox.machines[stack];
if (!plan) throw new Error(`${stack} was checked to be a machine, and is none`);
const { token, url } = access.vendor("proxmox");
const provider = new proxmoxve.Provider("proxmox", {
  endpoint: url,
  apiToken: token,
  ssh: { agent: true, username: "root", nodes: proxmox.nodes },
});
const { machine } = new VirtualMachine(
  stack,
  { plan, vault, protect, transform: (each) => ({ ...each, poolId: POOL }) },
  { providers: [provider] },
);

// What lives on the machine goes with it: to take it down piece by piece would want an API that answers.
pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
  type.startsWith("kubernetes:") ? { props, opts: { ...opts, deletedWith: machine } } : undefined,
);

for (const cluster of access.clusters) {
  const { kubeconfig } = new K3sCluster(`${cluster}-k3s`, {
    lab,
    cluster,
    vault,
    kubeconfig: access.kubeconfig(cluster),
  });
  new KubernetesCluster(cluster, { lab, cluster, kubeconfig, vault, programs, lifecycles });
}
