export { planChart } from "./chart.ts";
export type { PlannedService } from "./clash.ts";
export { type ClusterPlan, planCluster } from "./cluster-plan.ts";
export {
  type ChartService,
  type ClusterService,
  isChart,
  isOnCluster,
  servicesOn,
} from "./cluster-service.ts";
export { KubernetesCluster, type KubernetesClusterArgs } from "./kubernetes-cluster.ts";
export {
  holdsData,
  KubernetesService,
  type KubernetesServiceArgs,
  type Transform,
} from "./kubernetes-service.ts";
export type { Manifest, Plan, PlannedRelease, PlannedSecret, PlannedValues } from "./manifest.ts";
export { namespacesOn, planNamespace } from "./namespace.ts";
export { isFor, planAdmins, planViewers } from "./people.ts";
export { planPlacement } from "./placement.ts";
export { planService } from "./plan.ts";
export { policyOf } from "./policy.ts";
export { isFilled } from "./release.ts";
export { register } from "./resource.ts";
export { planRestore } from "./restore.ts";
