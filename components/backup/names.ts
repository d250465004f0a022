import { createHash } from "node:crypto";

/** Kubernetes adds the time of each run. */
const LONGEST = 52;

export const backupJob = (service: string) => short(`${service}-backup`);
/** What tries whether a backup comes back. */
export const trialJob = (service: string) => short(`${service}-backup-trial`);

function short(name: string): string {
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}
