import type { Plan, PlannedService } from "../kubernetes/index.ts";
import type { Service } from "../lab/index.ts";
import { failed, idOf, type ObjectsCheck, ok, unseen } from "./check.ts";
import { type KubeObject, named } from "./kinds.ts";

interface Claim extends KubeObject {
  status?: { phase?: string };
}

/** The classes that claims ask for, and the one of a claim that names none. */
export function classChecks(cluster: string, usual: string, services: PlannedService[]): ObjectsCheck[] {
  const asked = services.flatMap(({ plan, service }) =>
    claimsIn(plan, service).map((each) => each.className),
  );
  return [...new Set([usual, ...asked])].filter(Boolean).map((name) => ({
    id: idOf({ place: cluster, topic: "storage", name }),
    place: cluster,
    topic: "storage",
    about: `claims may ask for the storage class ${name}`,
    by: "objects",
    reads: ["StorageClass"],
    judge: (seen) =>
      named(seen.of("StorageClass"), { name })
        ? ok("is there")
        : failed(
            "the cluster has no such storage class",
            name === "longhorn"
              ? "look at Longhorn's pods"
              : "k3s brings it: look at its pods in kube-system",
          ),
  }));
}

/** Every disk of a service is there. */
export function claimCheck(
  cluster: string,
  stack: string,
  { service, plan }: PlannedService,
): ObjectsCheck[] {
  const { name, namespace } = service;
  const claims = claimsIn(plan, service);
  if (claims.length === 0) return [];
  const runsAtTimes = service.workload.kind === "cron" || service.workload.kind === "job";
  return [
    {
      id: idOf({ place: cluster, topic: "volumes", name }),
      place: cluster,
      topic: "volumes",
      service: name,
      about: `${claims.length === 1 ? "its disk is" : `its ${claims.length} disks are`} bound`,
      by: "objects",
      reads: ["PersistentVolumeClaim"],
      judge: (seen) => {
        const live = claims.map((claim) => ({
          claim: claim.name,
          phase:
            named(seen.of<Claim>("PersistentVolumeClaim"), { name: claim.name, namespace })?.status?.phase ??
            "missing",
        }));
        const loose = live.filter(({ phase }) => phase !== "Bound");
        if (loose.length === 0) return ok(`${live.length} bound`);
        const words = loose.map(({ claim, phase }) => `${claim} is ${phase}`).join(", ");
        if (runsAtTimes && loose.every(({ phase }) => phase === "Pending"))
          return unseen(`${words}: a disk is made with the first run`);
        const fix = loose.some(({ phase }) => phase === "missing")
          ? `npx lab up ${stack}`
          : `kubectl -n ${namespace} describe pvc ${loose[0]?.claim} says what it waits for`;
        return failed(words, fix);
      },
    },
  ];
}

function claimsIn(plan: Plan, { name, workload }: Service): { name: string; className: string }[] {
  return Object.values(plan).flatMap((manifest) => {
    if (manifest.kind === "PersistentVolumeClaim")
      return [{ name: manifest.metadata.name, className: manifest.spec?.storageClassName ?? "" }];
    if (manifest.kind !== "StatefulSet") return [];
    const copies = "replicas" in workload ? workload.replicas : 1;
    return (manifest.spec?.volumeClaimTemplates ?? []).flatMap(({ metadata, spec }) =>
      Array.from({ length: copies }, (_, at) => ({
        name: `${metadata?.name}-${name}-${at}`,
        className: spec?.storageClassName ?? "",
      })),
    );
  });
}
