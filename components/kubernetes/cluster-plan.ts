import type { Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import { refuse } from "../refusal.ts";
import { planChart } from "./chart.ts";
import { clashes, type PlannedService } from "./clash.ts";
import { clusterNamed, isChart, servicesOn } from "./cluster-service.ts";
import { planHouseNames } from "./house-names.ts";
import type { Manifest, Plan } from "./manifest.ts";
import { type NamespacePlan, namespacesOn, planNamespace } from "./namespace.ts";
import { planViewers } from "./people.ts";
import { planService } from "./plan.ts";
import { planTraefik } from "./traefik.ts";

/** All that a cluster holds, whoever brings it there: this program, or ArgoCD from Git. */
export interface ClusterPlan {
  /** How its pods find the names of the house, where somebody knows them. */
  houseNames: Manifest | undefined;
  namespaces: Record<string, NamespacePlan>;
  /** What its own ingress is told; each comes after those before it. */
  ingress: Plan;
  services: PlannedService[];
}

export function planCluster(
  cluster: string,
  lab: Lab,
  programs: Programs,
  lifecycles: string[],
): ClusterPlan {
  const declared = clusterNamed(cluster, lab);
  const deployed = servicesOn(cluster, lab, lifecycles);
  const services = deployed.map((service) => ({
    service,
    plan: isChart(service) ? planChart(service, lab) : planService(service, lab, programs),
  }));
  refuse(clashes(services));
  return {
    houseNames: planHouseNames(cluster, lab.inventory),
    namespaces: Object.fromEntries(
      namespacesOn(declared, deployed).map((name) => {
        const { namespace, contents } = planNamespace(name, deployed, declared);
        return [
          name,
          { namespace, contents: { ...contents, ...planViewers(name, deployed, lab.inventory) } },
        ];
      }),
    ),
    ingress: planTraefik(cluster, declared, lab),
    services,
  };
}
