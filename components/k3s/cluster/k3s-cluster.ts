import { Provider } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../../component.ts";
import { planAdmins, register } from "../../kubernetes/index.ts";
import type { Lab } from "../../lab/index.ts";
import type { Vault } from "../../vault/index.ts";
import { kubeconfigOf } from "../identity/index.ts";
import { planDevicePlugin } from "./device-plugin.ts";

export interface K3sClusterArgs {
  lab: Lab;
  /** Its name in the inventory. */
  cluster: string;
  vault: Vault;
  /** Of one that somebody else made, or unknown while there is none. By itself it follows from the cluster's identity. */
  kubeconfig?: pulumi.Input<string> | undefined;
}

/** A cluster before anything runs on it: the way in, who may do everything, and what its nodes have to be counted. */
export class K3sCluster extends Component {
  readonly kubeconfig: pulumi.Input<string>;
  /** What it has made, by part. */
  readonly nodes: Readonly<Record<string, pulumi.CustomResource>>;

  constructor(name: string, args: K3sClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:k3s:Cluster", name, opts);
    const { lab, cluster, vault } = args;
    this.kubeconfig = args.kubeconfig ?? vault.derive(kubeconfigOf(cluster, lab));

    const provider = new Provider(
      this.named("provider"),
      { kubeconfig: this.kubeconfig, enablePatchForce: true },
      this.inside,
    );
    const nodes: Record<string, pulumi.CustomResource> = {
      admins: register(this.named("admins"), planAdmins(lab.inventory), vault, { ...this.inside, provider }),
    };
    this.nodes = nodes;
    const { namespace, ...plugin } = planDevicePlugin(cluster, lab);
    if (!namespace) return;
    const room = register(this.named("gpu"), namespace, vault, { ...this.inside, provider });
    nodes.gpu = room;
    for (const [part, manifest] of Object.entries(plugin))
      nodes[part] = register(this.named(`gpu-${part}`), manifest, vault, { parent: room });
  }
}
