import type { ICronJobSpec } from "kubernetes-models/batch/v1";
import type { IContainer, IPodSpec, IPodTemplateSpec, IVolume } from "kubernetes-models/v1";
import {
  backupAmounts,
  backupJob,
  backupSchedule,
  backupServerOn,
  type Kept,
  keptOf,
  RESTIC,
  repositoryOf,
  trialSchedule,
} from "../backup/index.ts";
import type { Lab } from "../lab/index.ts";
import { routeTo } from "../lab/index.ts";
import { notesOf, reference, waiversOf } from "../service/index.ts";
import { memoryOf } from "../units/index.ts";
import { BACKS_UP, ofBackup, planBackupPolicy } from "./backup-policy.ts";
import type { ClusterService } from "./cluster-service.ts";
import { copyOf, DUMP_MOUNTS, DUMPS, dumpOf, trialOf } from "./dump.ts";
import { selectorOf } from "./labels.ts";
import type { Manifest, Plan } from "./manifest.ts";
import { BACKUP_SCRIPTS } from "./namespace.ts";
import { planPlacement } from "./placement.ts";
import { secureContainer, securePod } from "./security.ts";
import { claimOf, mountedClaim } from "./volumes.ts";
import { planJob } from "./workload.ts";

const HOSTNAME = "kubernetes.io/hostname";
const READS_ALL = {
  because: "it reads and gives back the files of everybody in a disk",
  until: "2027-11-30",
};
/** After it a run is given up, so that the next one may begin. */
const LONGEST = { hourly: 3600, daily: 20 * 3600, weekly: 20 * 3600 };

/** What keeps a service's data, and tries whether it comes back. Nothing of it stands in the service's own file. */
export function planBackup(service: ClusterService, lab: Lab, pod: IPodTemplateSpec): Plan {
  const kept = keptOf(service);
  if (!kept || !backupServerOn(service.place.cluster, lab)) return {};
  const backup = ofBackup(service, "backup");
  return {
    "backup-secret": {
      apiVersion: "v1",
      kind: "Secret",
      metadata: backup,
      stringData: { password: [{ secret: "backup", of: service.name }] },
    },
    ...planBackupPolicy(service, lab),
    "backup-cron-job": cron(
      excusedAs(service, backup),
      backupSchedule(service.name, kept.often),
      LONGEST[kept.often],
      {
        ...podOf(service, lab, "backup"),
        ...keeping(service, lab, kept),
      },
    ),
    ...planTrial(service, lab, kept, pod),
  };
}

/** A server of the same kind, empty, is given the last dump, and asked whether all of it is there. */
function planTrial(service: ClusterService, lab: Lab, kept: Kept, pod: IPodTemplateSpec): Plan {
  const [server] = pod.spec?.containers ?? [];
  if (!kept.engine || !server) return {};
  const fetch = restic(service, lab, kept, ["/scripts/fetch.sh", DUMPS]);
  return {
    "backup-trial-cron-job": cron(
      excusedAs(service, ofBackup(service, "trial")),
      trialSchedule(service.name),
      LONGEST.weekly,
      trialOf({
        service,
        engine: kept.engine,
        size: memoryOf(kept.size),
        pod: podOf(service, lab, "trial"),
        fetch,
        server,
        volumes: [...commonOf(kept), ...(pod.spec?.volumes ?? []).filter(({ name }) => name !== "tmp")],
      }),
    ),
  };
}

/** Folders are read where they are; of databases there is a copy or a dump first, as of one moment. */
function keeping(
  service: ClusterService,
  lab: Lab,
  kept: Kept,
): Pick<IPodSpec, "initContainers" | "containers" | "volumes"> {
  const { engine, folders } = kept;
  const backup = restic(service, lab, kept, ["/scripts/backup.sh", ...folders, DUMPS]);
  const disks = folders.map((path) => ({ name: claimOf(path), mountPath: path, readOnly: true }));
  return {
    initContainers: [
      engine
        ? dumpOf(service, engine.kind, `${service.name}.${service.namespace}.svc`)
        : copyOf(folders, asOwner(service)),
    ],
    containers: [{ ...backup, volumeMounts: [...(backup.volumeMounts ?? []), ...disks] }],
    volumes: [...commonOf(kept), ...disksOf(service, folders)],
  };
}

/** The claims that hold what is kept. */
export function disksOf(service: ClusterService, folders: string[]): IVolume[] {
  return folders.map((path) => ({
    name: claimOf(path),
    persistentVolumeClaim: { claimName: mountedClaim(service, path) },
  }));
}

export function commonOf({ size }: Kept): IVolume[] {
  return [
    { name: "scripts", configMap: { name: BACKUP_SCRIPTS } },
    { name: "tmp", emptyDir: { sizeLimit: "4Gi" } },
    // Never more than the disk that it is dumped from, which holds indices besides.
    { name: "dumps", emptyDir: { sizeLimit: memoryOf(size) } },
  ];
}

/** The container in which restic runs, as the user whose files they are. */
export function restic(service: ClusterService, lab: Lab, kept: Kept, command: string[]): IContainer {
  const server = backupServerOn(service.place.cluster, lab);
  const route = server && routeTo(server, service, lab.inventory);
  if (!server || !route)
    throw new Error(`${service.name} was checked to reach who takes its backups, and does not`);
  const { cpu, memory } = backupAmounts(kept);
  return {
    name: "restic",
    image: reference(RESTIC),
    command: ["sh", ...command],
    env: [
      { name: "SERVICE", value: service.name },
      { name: "RESTIC_REPOSITORY", value: repositoryOf(service.name, route) },
      {
        name: "RESTIC_PASSWORD",
        valueFrom: { secretKeyRef: { name: backupJob(service.name), key: "password" } },
      },
      { name: "RESTIC_CACHE_DIR", value: "/tmp/cache" },
      { name: "DUMPS", value: DUMPS },
    ],
    resources: {
      requests: { cpu: cpu.request, memory: memory.request },
      limits: { ...(cpu.limit && { cpu: cpu.limit }), memory: memory.limit },
    },
    securityContext: asOwner(service),
    volumeMounts: DUMP_MOUNTS,
  };
}

/** Root without its powers could not read what belongs to others, and of a service that starts as root it does. */
function asOwner(service: ClusterService) {
  const strict = secureContainer({ waive: {} });
  if (!startsAsRoot(service)) return strict;
  return { ...strict, capabilities: { drop: ["ALL"], add: ["CHOWN", "DAC_OVERRIDE", "FOWNER"] } };
}

/** Nobody but the owner of the files reads and writes them; a group for all of them is set where the service sets one. */
export function ownerOf(service: ClusterService) {
  return startsAsRoot(service)
    ? { ...securePod({ user: undefined, waive: service.waive }), runAsUser: 0 }
    : securePod({ user: service.user, waive: {} });
}

function startsAsRoot({ user, waive }: ClusterService): boolean {
  return user === undefined && waive["root-user"] !== undefined;
}

/** What it is excused from, these are too: they run its image, or as its user. */
function excusedAs(service: ClusterService, metadata: ReturnType<typeof ofBackup>) {
  const waive = {
    ...(startsAsRoot(service) && { privilege: READS_ALL }),
    ...waiversOf("pod", service.waive),
  };
  return Object.keys(waive).length > 0 ? { ...metadata, annotations: notesOf(waive) } : metadata;
}

function podOf(
  service: ClusterService,
  lab: Lab,
  what: "backup" | "trial",
): Omit<IPodSpec, "containers"> & { labels: Record<string, string> } {
  const { affinity, ...placement } = planPlacement(service, lab);
  // A disk is mounted on one node at a time: on that of whoever uses it.
  const beside = {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: HOSTNAME, labelSelector: selectorOf(service.name) },
      ],
    },
  };
  const follows =
    what === "backup" && !keptOf(service)?.engine && !service.place.node && service.workload.kind !== "cron";
  const both = { ...affinity, ...(follows && beside) };
  return {
    labels: { ...ofBackup(service, what).labels, [BACKS_UP]: service.name },
    ...placement,
    ...(Object.keys(both).length > 0 && { affinity: both }),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: ownerOf(service),
  };
}

type LabelledPod = IPodSpec & { labels: Record<string, string> };

function cron(
  metadata: ReturnType<typeof ofBackup>,
  schedule: string,
  longest: number,
  { labels, ...spec }: LabelledPod,
): Extract<Manifest, { kind: "CronJob" }> {
  const job: ICronJobSpec["jobTemplate"]["spec"] = {
    ...planJob({ metadata: { labels }, spec }),
    backoffLimit: 1,
    activeDeadlineSeconds: longest,
  };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata,
    spec: {
      schedule,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: job },
    },
  };
}
