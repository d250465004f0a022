import type { INetworkPolicySpec } from "kubernetes-models/networking.k8s.io/v1";
import type { IContainer, IPodSpec, IPodTemplateSpec } from "kubernetes-models/v1";
import { type Declared, type Lab, serviceNamed } from "../lab/index.ts";
import type { ServiceSpec } from "../service/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { type ClusterService, isOnCluster } from "./cluster-service.ts";
import type { Manifest, Plan } from "./manifest.ts";
import { planService } from "./plan.ts";

/** What a cluster would hold for `web`, with what a test says of it, in a lab with a few others. */
export function planned(spec: Partial<ServiceSpec>, ...others: (ServiceSpec | Declared)[]): Plan {
  return planOf("web", labWith(service(spec), ...others));
}

export function planOf(name: string, lab: Lab): Plan {
  return planService(clusterServiceNamed(name, lab), lab, programs);
}

export function clusterServiceNamed(name: string, lab: Lab): ClusterService {
  const found = serviceNamed(lab, name);
  if (!isOnCluster(found)) throw new Error(`${name} is not on a cluster`);
  return found;
}

/** The pods that a manifest makes, whatever kind of workload it is. */
export function templateOf(manifest: Manifest | undefined): IPodTemplateSpec | undefined {
  switch (manifest?.kind) {
    case "CronJob":
      return manifest.spec?.jobTemplate.spec?.template;
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
    case "Job":
      return manifest.spec?.template;
    default:
      return undefined;
  }
}

/** The pod of the service itself, not of the jobs that prepare it. */
export function podOf(plan: Plan): IPodSpec {
  const workloads = Object.entries(plan).filter(
    ([part]) => !["database-job", "migration-job"].includes(part),
  );
  const pod = workloads.map(([, manifest]) => templateOf(manifest)?.spec).find((spec) => spec !== undefined);
  if (!pod) throw new Error("the plan has no pod");
  return pod;
}

export function containerOf(plan: Plan): IContainer {
  const [container] = podOf(plan).containers;
  if (!container) throw new Error("the pod has no container");
  return container;
}

export function policyOf(plan: Plan): INetworkPolicySpec {
  const policy = plan["network-policy"];
  if (policy?.kind !== "NetworkPolicy" || !policy.spec) throw new Error("the plan has no network policy");
  return policy.spec;
}
