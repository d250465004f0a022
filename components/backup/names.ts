import { createHash } from "node:crypto";

/** Kubernetes adds the time of each run. */
const LONGEST = 52;

const BACKUP = "-backup";
const TRIAL = "-backup-trial";

export const backupJob = (service: string) => named(service, BACKUP);
/** What tries whether a backup comes back. */
export const trialJob = (service: string) => named(service, TRIAL);

/** All of them, and all their runs, as Prometheus matches a label. */
export const allBackups = { jobs: `.+${BACKUP}`, runs: `.+${BACKUP}-([0-9]+|now)` };
export const allTrials = { jobs: `.+${TRIAL}`, runs: `.+${TRIAL}-([0-9]+|now)` };

function named(service: string, suffix: string): string {
  if (service.length + suffix.length <= LONGEST) return `${service}${suffix}`;
  const fingerprint = createHash("sha256").update(service).digest("hex").slice(0, 8);
  return `${service.slice(0, LONGEST - suffix.length - fingerprint.length - 1)}-${fingerprint}${suffix}`;
}
