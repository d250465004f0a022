import { Provider } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import type { Vault } from "../vault/index.ts";
import { type ClusterPlan, planCluster } from "./cluster-plan.ts";
import { KubernetesService, type Transform } from "./kubernetes-service.ts";
import { register } from "./resource.ts";

export interface KubernetesClusterArgs {
  lab: Lab;
  /** Its name in the inventory. */
  cluster: string;
  /** May be unknown in a preview of a cluster that is not there yet. */
  kubeconfig: pulumi.Input<string>;
  vault: Vault;
  /** The programs of ours that its services run. */
  programs: Programs;
  /** Which services are deployed. */
  lifecycles: string[];
  /** What of its plan this program brings; all of it, unless somebody else brings the rest. */
  bring?: ((plan: ClusterPlan) => ClusterPlan) | undefined;
  transform?: Transform;
}

/** What runs on a cluster: its namespaces, closed by default, and the services that are placed there. */
export class KubernetesCluster extends Component {
  readonly services: Readonly<Record<string, KubernetesService>>;

  constructor(name: string, args: KubernetesClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:kubernetes:Cluster", name, opts);
    const { lab, cluster, kubeconfig, vault, programs, lifecycles, bring = (all) => all, transform } = args;
    const plan = bring(planCluster(cluster, lab, programs, lifecycles));
    vault.demandTokens(plan.services.map(({ service }) => service));

    const provider = new Provider(
      this.named("provider"),
      // What somebody has changed by hand (`kubectl scale`) is put back, and does not stop the update.
      { kubeconfig, enablePatchForce: true },
      this.inside,
    );
    const { houseNames } = plan;
    if (houseNames) register(this.named("house-names"), houseNames, vault, { ...this.inside, provider });

    const namespaces: Record<string, pulumi.CustomResource> = {};
    for (const [namespace, planned] of Object.entries(plan.namespaces)) {
      const made = register(this.named(namespace), planned.namespace, vault, { ...this.inside, provider });
      for (const [part, manifest] of Object.entries(planned.contents))
        register(this.named(`${namespace}-${part}`), manifest, vault, { parent: made });
      namespaces[namespace] = made;
    }
    const ingress: pulumi.CustomResource[] = [];
    for (const [part, manifest] of Object.entries(plan.ingress))
      ingress.push(
        register(this.named(part), manifest, vault, { ...this.inside, provider, dependsOn: [...ingress] }),
      );

    const services: Record<string, KubernetesService> = {};
    const definers: Record<string, pulumi.CustomResource> = {};
    // Charts first: they bring the kinds along of which others have objects.
    const [charts, others] = [
      plan.services.filter(({ service }) => service.chart),
      plan.services.filter(({ service }) => !service.chart),
    ];
    for (const { service, plan } of [...charts, ...others]) {
      const { name, namespace, chart } = service;
      const made = new KubernetesService(name, { plan, namespace, vault, definers, namespaces, transform });
      services[name] = made;
      for (const group of chart?.brings ?? []) if (made.nodes.release) definers[group] = made.nodes.release;
    }
    this.services = services;
  }
}
