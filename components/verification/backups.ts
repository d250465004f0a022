import type { PlannedService } from "../kubernetes/index.ts";
import { idOf, type ObjectsCheck } from "./check.ts";
import { named } from "./kinds.ts";
import { type CronJob, runsInTime } from "./runs.ts";

const ABOUT: Record<string, string> = {
  "backup-cron-job": "it was backed up in time",
  "backup-trial-cron-job": "its backup came back on trial",
};

export function backupChecks(
  cluster: string,
  stack: string,
  { service, plan }: PlannedService,
): ObjectsCheck[] {
  return Object.entries(plan).flatMap(([part, { metadata }]): ObjectsCheck[] => {
    const about = ABOUT[part];
    if (!about) return [];
    return [
      {
        id: idOf({ place: cluster, topic: "backups", name: metadata.name }),
        place: cluster,
        topic: "backups",
        service: service.name,
        about,
        by: "objects",
        reads: ["CronJob"],
        judge: (seen, now) => runsInTime(named(seen.of<CronJob>("CronJob"), metadata), stack, now),
      },
    ];
  });
}
