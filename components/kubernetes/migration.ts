import type { IContainer, IPodTemplateSpec } from "kubernetes-models/v1";
import type { Lab } from "../lab/index.ts";
import type { ClusterService } from "./cluster-service.ts";
import type { Configuration } from "./configuration.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { planEgress } from "./network-policy.ts";
import { migrationName } from "./peers.ts";
import { policyOf } from "./policy.ts";
import { jobName, planJob } from "./workload.ts";

/** Long enough for a table that has grown over years; an update waits for it. */
const PATIENCE = 600;

/**
 * A job of the service's own pod, told to do something else. It has a name of its own in its labels: under that of the
 * service, it would be sent requests and be counted among the copies that are up.
 */
export function planMigration(
  service: ClusterService,
  lab: Lab,
  { spec }: IPodTemplateSpec,
  { migrationArgs, digest }: Configuration,
): Plan {
  if (!migrationArgs || !spec) return {};
  const name = migrationName(service.name);
  const own = metadataOf({ ...service, name }, name);
  const template = {
    metadata: {
      labels: own.labels,
      ...(digest && { annotations: { "homelab/configuration": digest } }),
    },
    spec: { ...spec, containers: spec.containers.map((each) => told(each, migrationArgs)) },
  };
  const job = { ...planJob(template), activeDeadlineSeconds: PATIENCE };
  return {
    "migration-network-policy": policyOf(own, selectorOf(name), {
      egress: planEgress(service, lab),
    }),
    "migration-job": {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { ...own, name: jobName(name, job) },
      spec: job,
    },
  };
}

/** Nobody asks it anything, and it is judged by how it ends. */
function told(container: IContainer, args: string[]): IContainer {
  const { ports, readinessProbe, livenessProbe, startupProbe, lifecycle, ...rest } = container;
  return { ...rest, args };
}
