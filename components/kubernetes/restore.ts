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
  const fetched = kept.engine ? [DUMPS] : kept.folders;
  const disks = kept.engine?.kind === "redis" ? [kept.engine.disk] : kept.folders;
  const volumes: IVolume[] = [...commonOf(kept), ...disksOf(service, disks)];
  const fetches = fetched.map((folder, at) => {
    const container = restic(service, lab, kept, ["/scripts/fetch.sh", folder]);
    return {
      ...container,
      name: `fetch-${at}`,
      env: [...(container.env ?? []), { name: "SNAPSHOT", value: snapshot }],
      volumeMounts: [
        ...(container.volumeMounts ?? []),
        kept.engine ? { name: "dumps", mountPath: DUMPS } : { name: claimOf(folder), mountPath: folder },
      ],
    };
  });
  const last = kept.engine
    ? kept.engine.kind === "redis"
      ? placeOf(service, kept.engine.disk, claimOf(kept.engine.disk))
      : loadOf(service, kept.engine.kind, `${service.name}.${service.namespace}.svc`)
    : undefined;
  const all = [...fetches, ...(last ? [last] : [])];
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
