import { board } from "../monitoring/board.ts";
import { allBackups, allTrials } from "./names.ts";

const since = (jobs: string) =>
  `time() - max by (cluster, cronjob) (kube_cronjob_status_last_successful_time{cronjob=~"${jobs}"})`;
const ofRun = (metric: string, runs: string) => `kube_job_${metric}{job_name=~"${runs}"}`;

const eachJob = "{{cluster}} {{cronjob}}";
const eachRun = "{{cluster}} {{job_name}}";

/** Whether everything that is kept was kept lately, and has come back for trial. */
export const backupBoard = board({
  uid: "homelab-backups",
  title: "Backups",
  panels: [
    { title: "Since the last good backup", unit: "s", lines: { [eachJob]: since(allBackups.jobs) } },
    {
      title: "Since one was last restored for trial",
      unit: "s",
      lines: { [eachJob]: since(allTrials.jobs) },
    },
    {
      title: "Runs that failed, and are kept to be read",
      unit: "short",
      lines: { [eachRun]: `${ofRun("status_failed", `${allBackups.runs}|${allTrials.runs}`)} > 0` },
    },
    {
      title: "How long a backup took",
      unit: "s",
      lines: {
        [eachRun]: `${ofRun("status_completion_time", allBackups.runs)} - ${ofRun("status_start_time", allBackups.runs)}`,
      },
    },
  ],
});
