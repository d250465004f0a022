import type { IJobSpec } from "kubernetes-models/batch/v1";
import type { IPodTemplateSpec } from "kubernetes-models/v1";
import { holdsAlone, type Lab } from "../lab/index.ts";
import { notesOf, waiversOf } from "../service/index.ts";
import { claimTemplates } from "./claims.ts";
import { type ClusterService, clusterOf } from "./cluster-service.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { digest, nameOf } from "./names.ts";

const HOUR = 60 * 60;

/** What keeps a service's pods as they should be. */
export function planWorkload(service: ClusterService, lab: Lab, template: IPodTemplateSpec): Plan {
  const { workload } = service;
  const metadata = annotated(service);
  const selector = selectorOf(service.name);
  switch (workload.kind) {
    case "deployment": {
      const spec = {
        ...copies(service),
        selector,
        template,
        revisionHistoryLimit: 3,
        ...strategyOf(service),
      };
      return { deployment: { apiVersion: "apps/v1", kind: "Deployment", metadata, spec } };
    }
    case "stateful": {
      const volumeClaimTemplates = claimTemplates(service, clusterOf(service, lab));
      const spec = {
        ...copies(service),
        serviceName: headlessName(service),
        selector,
        template,
        revisionHistoryLimit: 3,
        ...(volumeClaimTemplates.length > 0 && { volumeClaimTemplates }),
      };
      return { "stateful-set": { apiVersion: "apps/v1", kind: "StatefulSet", metadata, spec } };
    }
    case "daemon": {
      const spec = { selector, template, revisionHistoryLimit: 3 };
      return { "daemon-set": { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec } };
    }
    case "job": {
      const spec = planJob(template);
      const name = jobName(service.name, spec);
      return { job: { apiVersion: "batch/v1", kind: "Job", metadata: { ...metadata, name }, spec } };
    }
    case "cron": {
      const spec = {
        schedule: workload.schedule,
        concurrencyPolicy: "Forbid" as const,
        // Without a deadline, a controller that was away starts every run that it missed, and gives up after 100.
        startingDeadlineSeconds: HOUR,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { spec: planJob(template) },
      };
      return { "cron-job": { apiVersion: "batch/v1", kind: "CronJob", metadata, spec } };
    }
  }
}

/** The name under which each copy of a stateful service is found by itself. */
export function headlessName({ name }: Pick<ClusterService, "name">): string {
  return nameOf(name, "headless");
}

/** A job's pod can never change: a name that follows from it makes every change a new job. */
export function jobName(name: string, spec: IJobSpec): string {
  return nameOf(name, digest(spec));
}

/**
 * No time to live: a finished job that the cluster removed by itself would be missed by the next refresh,
 * and done again.
 */
export function planJob({ metadata, spec }: IPodTemplateSpec): IJobSpec {
  return {
    backoffLimit: 3,
    activeDeadlineSeconds: 24 * HOUR,
    template: { ...(metadata && { metadata }), ...(spec && { spec: { ...spec, restartPolicy: "Never" } }) },
  };
}

function annotated(service: ClusterService) {
  const annotations = notesOf(waiversOf("pod", service.waive));
  return { ...metadataOf(service), ...(Object.keys(annotations).length > 0 && { annotations }) };
}

/** Said here, the number would be fought over with the autoscaler at every update. */
function copies({ scale, workload }: ClusterService): { replicas?: number } {
  return "replicas" in workload && !scale ? { replicas: workload.replicas } : {};
}

/** A new pod would wait for what the old one holds, and the old one for the new one to be ready. */
function strategyOf(service: ClusterService): { strategy?: { type: "Recreate" } } {
  return holdsAlone(service) ? { strategy: { type: "Recreate" } } : {};
}
