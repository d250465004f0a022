import type { Service } from "../lab/lab.ts";
import type { Alert } from "../service/index.ts";
import { keptOf, type Often } from "./kept.ts";
import { backupJob, trialJob } from "./names.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** One run may fail, or a machine be off for a night; a second is told. */
const TOO_OLD: Record<Often, { seconds: number; told: string }> = {
  hourly: { seconds: 3 * HOUR, told: "three hours" },
  daily: { seconds: 2 * DAY, told: "two days" },
  weekly: { seconds: 9 * DAY, told: "nine days" },
};

/** That a backup is missing, or does not come back. Kubernetes itself tells when a job last came to a good end. */
export function backupAlerts(service: Service): Alert[] {
  const kept = keptOf(service);
  if (!kept || !("cluster" in service.place)) return [];
  const { name, namespace } = service;
  const pods = `cluster="${service.place.cluster}", namespace="${namespace}"`;
  const { seconds, told } = TOO_OLD[kept.often];
  const [backup, trial] = [backupJob(name), trialJob(name)];
  return [
    {
      name: "BackupIsTooOld",
      expr: since(pods, backup, seconds),
      for: "15m",
      severity: "critical",
      summary: `${name} was not backed up for more than ${told}`,
      action: `kubectl -n ${namespace} logs -l homelab/backs-up=${name} --all-containers --prefix, whose last line says why; then kubectl -n ${namespace} create job ${backup}-now --from=cronjob/${backup}`,
    },
    ...(kept.engine
      ? [
          {
            name: "RestoreIsNotProved",
            expr: since(pods, trial, 15 * DAY),
            for: "1h",
            severity: "critical" as const,
            summary: `For more than two weeks no dump of ${name} could be restored`,
            action: `kubectl -n ${namespace} create job ${trial}-now --from=cronjob/${trial}, and read its log`,
          },
        ]
      : []),
  ];
}

/** Of a job that never came to a good end, the time since it was declared counts. */
function since(pods: string, job: string, seconds: number): string {
  const of = `{${pods}, cronjob="${job}"}`;
  return `time() - max(kube_cronjob_status_last_successful_time${of} or kube_cronjob_created${of}) > ${seconds}`;
}
