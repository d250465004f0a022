import type { Gitops } from "../inventory/index.ts";
import {
  type ClusterPlan,
  isFilled,
  type Manifest,
  type Plan,
  type PlannedValues,
} from "../kubernetes/index.ts";
import type { Lab } from "../lab/index.ts";
import { isKept } from "../secrets/index.ts";
import { rootApplication } from "./application.ts";
import { isOfOthers } from "./unit.ts";

/**
 * Whether only Pulumi can bring it: the key that opens what is sealed, and secrets that vendors make while the lab is
 * applied, which are not known when it is rendered.
 */
export function isForPulumi(part: string, manifest: Manifest, lab: Lab): boolean {
  return part === "sealing-key" || secretPartsIn(manifest).some((each) => isKept(each, lab));
}

/** What Pulumi brings to a cluster that follows Git: who follows it, what to follow, and what cannot lie there. */
export function bootstrap(plan: ClusterPlan, cluster: string, gitops: Gitops, lab: Lab): ClusterPlan {
  const services = plan.services.flatMap(({ service, plan: own }) => {
    const isFollower = service.provides === "gitops";
    const brought: Plan = Object.fromEntries(
      Object.entries(own).filter(([part, manifest]) =>
        isFollower ? !isOfOthers(manifest, service) : isForPulumi(part, manifest, lab),
      ),
    );
    if (isFollower) brought.root = rootApplication(cluster, service.namespace, gitops);
    return Object.keys(brought).length > 0 ? [{ service, plan: brought }] : [];
  });
  const used = new Set(
    services.flatMap(({ service, plan: own }) => [
      service.namespace,
      ...Object.values(own).flatMap(({ metadata }) => metadata.namespace ?? []),
    ]),
  );
  return {
    houseNames: undefined,
    namespaces: Object.fromEntries(Object.entries(plan.namespaces).filter(([name]) => used.has(name))),
    ingress: {},
    services,
  };
}

function secretPartsIn(manifest: Manifest) {
  if (manifest.kind === "Secret") return Object.values(manifest.stringData).flat();
  return manifest.kind === "Release" ? textsIn(manifest.spec.values) : [];
}

function textsIn(value: PlannedValues[string]): Parameters<typeof isKept>[0][] {
  if (typeof value !== "object" || value === null) return [];
  return isFilled(value) ? value.text : Object.values(value).flatMap(textsIn);
}
