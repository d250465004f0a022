import { Provider } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import { refuse } from "../refusal.ts";
import type { Vault } from "../secrets/index.ts";
import { planChart } from "./chart.ts";
import { clashes } from "./clash.ts";
import { clusterNamed, isChart, servicesOn } from "./cluster-service.ts";
import { planHouseNames } from "./house-names.ts";
import { KubernetesService, type Transform } from "./kubernetes-service.ts";
import { namespacesOn, planNamespace } from "./namespace.ts";
import { planService } from "./plan.ts";
import { register } from "./resource.ts";
import { planTraefik } from "./traefik.ts";

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
  transform?: Transform;
}

/** What runs on a cluster: its namespaces, closed by default, and the services that are placed there. */
export class KubernetesCluster extends Component {
  readonly services: Readonly<Record<string, KubernetesService>>;

  constructor(name: string, args: KubernetesClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:kubernetes:Cluster", name, opts);
    const { lab, cluster, kubeconfig, vault, programs, lifecycles, transform } = args;
    const declared = clusterNamed(cluster, lab);
    const deployed = servicesOn(cluster, lab, lifecycles);
    const planned = deployed.map((service) => ({
      service,
      plan: isChart(service) ? planChart(service, lab) : planService(service, lab, programs),
    }));
    vault.demandTokens(deployed);
    refuse(clashes(planned));

    const provider = new Provider(
      this.named("provider"),
      // What somebody has changed by hand (`kubectl scale`) is put back, and does not stop the update.
      { kubeconfig, enablePatchForce: true },
      this.inside,
    );
    const names = planHouseNames(cluster, lab.inventory);
    if (names) register(this.named("house-names"), names, vault, { ...this.inside, provider });

    const namespaces: Record<string, pulumi.CustomResource> = {};
    for (const namespace of namespacesOn(declared, deployed)) {
      const plan = planNamespace(namespace, deployed, declared);
      const made = register(this.named(namespace), plan.namespace, vault, { ...this.inside, provider });
      for (const [part, manifest] of Object.entries(plan.contents))
        register(this.named(`${namespace}-${part}`), manifest, vault, { parent: made });
      namespaces[namespace] = made;
    }
    const ingress: pulumi.CustomResource[] = [];
    for (const [part, manifest] of Object.entries(planTraefik(cluster, declared, lab)))
      ingress.push(
        register(this.named(part), manifest, vault, { ...this.inside, provider, dependsOn: [...ingress] }),
      );

    const services: Record<string, KubernetesService> = {};
    const definers: Record<string, pulumi.CustomResource> = {};
    // Charts first: they bring the kinds along of which others have objects.
    const [charts, others] = [
      planned.filter(({ service }) => service.chart),
      planned.filter(({ service }) => !service.chart),
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
