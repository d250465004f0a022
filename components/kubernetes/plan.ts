import type { Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import { planAccount } from "./account.ts";
import { planBackup } from "./backup.ts";
import { planClaims } from "./claims.ts";
import type { ClusterService } from "./cluster-service.ts";
import { configure, planConfiguration } from "./configuration.ts";
import { planDatabase } from "./database.ts";
import { planExposure } from "./exposure.ts";
import type { Plan } from "./manifest.ts";
import { planMigration } from "./migration.ts";
import { planNetworkPolicy } from "./network-policy.ts";
import { planPod } from "./pod.ts";
import { planAdvice, planAutoscaler, planDisruption } from "./scaling.ts";
import { planShares } from "./shares.ts";
import { planWorkload } from "./workload.ts";

/** Everything that a cluster has to hold for one service; what its pods depend on comes before them. */
export function planService(service: ClusterService, lab: Lab, programs: Programs): Plan {
  const configuration = configure(service, lab, programs);
  const pod = planPod(service, lab, configuration);
  return {
    ...planNetworkPolicy(service, lab),
    ...planAccount(service),
    ...planConfiguration(service, configuration),
    ...planClaims(service, lab),
    ...planShares(service, lab),
    ...planDatabase(service, lab),
    ...planMigration(service, lab, pod, configuration),
    ...planWorkload(service, lab, pod),
    ...planBackup(service, lab, pod),
    ...planExposure(service, lab),
    ...planAutoscaler(service),
    ...planAdvice(service, lab),
    ...planDisruption(service),
  };
}
