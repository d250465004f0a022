import type { IJob } from "kubernetes-models/batch/v1";
import type { IVolume } from "kubernetes-models/v1";
import { keptOf } from "../backup/index.ts";
import type { Lab } from "../lab/index.ts";
import { commonOf, disksOf, ownerOf, restic } from "./backup.ts";
import { BACKS_UP, ofBackup } from "./backup-policy.ts";
import type { ClusterService } from "./cluster-service.ts";
import { DUMPS, loadOf, placeOf } from "./dump.ts";
import { nameOf } from "./names.ts";
import { planPlacement } from "./placement.ts";
import { claimOf } from "./volumes.ts";

/** An hour after it ended it makes room for the next of its name. */
const REMAINS = 3600;

/** The job that puts back what was kept of a service: by hand, and never by an update. */
export function planRestore(service: ClusterService, lab: Lab, snapshot: string): IJob | undefined {
  const kept = keptOf(service);
  if (!kept) return undefined;
  const { labels, namespace } = ofBackup(service, "backup");
  const { engine, folders } = kept;
  const disks = engine?.kind === "redis" ? [engine.disk] : folders;
  const volumes: IVolume[] = [...commonOf(kept), ...disksOf(service, disks)];
  const inRestic = (name: string, ...command: string[]) => {
    const container = restic(service, lab, kept, command);
    return {
      ...container,
      name,
      env: [...(container.env ?? []), { name: "SNAPSHOT", value: snapshot }],
      volumeMounts: [
        ...(container.volumeMounts ?? []),
        ...folders.map((path) => ({ name: claimOf(path), mountPath: path })),
      ],
    };
  };
  const fetches = [...folders, DUMPS].map((folder, at) =>
    inRestic(`fetch-${at}`, "/scripts/fetch.sh", folder),
  );
  const last = !engine
    ? inRestic("place", "/scripts/place-sqlite.sh")
    : engine.kind === "redis"
      ? placeOf(service, engine.disk, claimOf(engine.disk))
      : loadOf(service, engine.kind, `${service.name}.${service.namespace}.svc`);
  const all = [...fetches, last];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: nameOf(service.name, "restore"), namespace, labels },
    spec: {
      backoffLimit: 0,
      ttlSecondsAfterFinished: REMAINS,
      template: {
        metadata: { labels: { ...labels, [BACKS_UP]: service.name } },
        spec: {
          ...planPlacement(service, lab),
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: ownerOf(service),
          // One after the other: each needs what the one before it has brought.
          initContainers: all.slice(0, -1),
          containers: all.slice(-1),
          volumes,
        },
      },
    },
  };
}
