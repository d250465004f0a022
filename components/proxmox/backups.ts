import type { backup } from "@muhlba91/pulumi-proxmoxve";
import type { Unwrap } from "@pulumi/pulumi";
import { type Inventory, vmsOf } from "../inventory/index.ts";
import { BACKUP_USER, type BackupIdentity, backupIdentity } from "../machine/index.ts";
import { numberOf } from "./machine.ts";

export interface BackupPlan {
  /** The machine that keeps them. */
  server: string;
  storage: { resourceId: string; server: string; datastore: string; username: string; contents: string[] };
  identity: BackupIdentity;
  jobs: Record<string, Unwrap<backup.JobArgs>>;
}

const SCHEDULES = { daily: "02:30", weekly: "sun 04:30" };

export function planBackups(inventory: Inventory): BackupPlan | undefined {
  const vms = vmsOf(inventory);
  const [server] = vms.filter(([, { backupServer }]) => backupServer);
  if (!server) return undefined;
  const [name, { lan, backupServer }] = server;
  const jobs = (["daily", "weekly"] as const).flatMap((often) => {
    const vmids = vms.filter(([, { backup }]) => backup === often).map((vm) => String(numberOf(...vm)));
    return vmids.length > 0 ? [[often, jobOf(often, vmids, name)]] : [];
  });
  return {
    server: name,
    storage: {
      resourceId: name,
      server: lan ?? name,
      datastore: backupServer?.datastore ?? "",
      username: BACKUP_USER,
      contents: ["backup"],
    },
    identity: backupIdentity(name),
    jobs: Object.fromEntries(jobs),
  };
}

function jobOf(often: keyof typeof SCHEDULES, vmids: string[], storage: string): Unwrap<backup.JobArgs> {
  return {
    resourceId: `homelab-${often}`,
    schedule: SCHEDULES[often],
    storage,
    vmids,
    mode: "snapshot",
    pruneBackups: { "keep-daily": "7", "keep-weekly": "4", "keep-monthly": "6" },
    notesTemplate: "{{guestname}} on {{node}}",
    // A night in which the hypervisor was off is made up for.
    repeatMissed: true,
  };
}
