import { isChart, type Manifest, type PlannedService } from "../kubernetes/index.ts";
import { type Lab, possibleHosts, type Service } from "../lab/index.ts";
import { type Finding, failed, idOf, type Objects, type ObjectsCheck, ok, unseen } from "./check.ts";
import { type Condition, conditionOf, type Kind, type KubeObject, named, wordsOf } from "./kinds.ts";
import { isReady, mayBeDown, type Node } from "./nodes.ts";
import { hasLabels, type Pod, troublesOf } from "./pods.ts";
import { type CronJob, runsInTime } from "./runs.ts";

export interface Workload extends KubeObject {
  spec?: { replicas?: number; selector?: { matchLabels?: Record<string, string> } };
  status?: {
    observedGeneration?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    desiredNumberScheduled?: number;
    numberReady?: number;
    updatedNumberScheduled?: number;
  };
}

interface Job extends KubeObject {
  status?: { succeeded?: number; active?: number; conditions?: Condition[] };
}

/** Those whose pods run until somebody ends them. */
export const LASTING = ["Deployment", "StatefulSet", "DaemonSet"] as const;
const ALL: Kind[] = [...LASTING, "Job", "CronJob"];

/** Everything of a service that runs, but for what keeps its data: that has checks of its own. */
export function workloadChecks(cluster: string, lab: Lab, { service, plan }: PlannedService): ObjectsCheck[] {
  if (isChart(service)) return [];
  return Object.entries(plan).flatMap(([part, manifest]): ObjectsCheck[] => {
    const { kind, metadata } = manifest;
    if (!ALL.includes(kind as Kind) || part.startsWith("backup-")) return [];
    const own = metadata.name === service.name;
    const copies = copiesOf(manifest, service);
    const about = wordsFor(kind, copies, own ? "" : metadata.name);
    return [
      {
        id: idOf({ place: cluster, topic: "workloads", name: own ? service.name : metadata.name }),
        place: cluster,
        topic: "workloads",
        service: service.name,
        about,
        by: "objects",
        reads: [kind as Kind, "Pod", "Node"],
        judge: (seen, now) => {
          const { name, namespace } = metadata;
          if (kind === "CronJob")
            return runsInTime(named(seen.of<CronJob>("CronJob"), { name, namespace }), lab.name, now);
          const away = whereAway(service, lab, seen);
          if (away) return ok(`${away} is away, as it may be`);
          if (kind === "Job") return done(named(seen.of<Job>("Job"), { name, namespace }), lab.name);
          const live = named(seen.of<Workload>(kind as Kind), { name, namespace });
          if (!live) return failed(`there is no such ${kind}`, `npx lab up ${lab.name}`);
          return miscounted(live, copies, lab.name) ?? runs(live, seen);
        },
      },
    ];
  });
}

/** How many pods are declared, at least and at most; nothing for what is not counted. */
type Copies = [least: number, most: number] | undefined;

/** An autoscaler stands beside the workload that is called as its service is, and beside no other. */
function copiesOf(manifest: Manifest, { name, scale }: Service): Copies {
  if (manifest.kind !== "Deployment" && manifest.kind !== "StatefulSet") return undefined;
  if (scale && manifest.metadata.name === name) return [scale.min, scale.max];
  const replicas = manifest.spec?.replicas ?? 1;
  return [replicas, replicas];
}

function wordsFor(kind: string, copies: Copies, name: string): string {
  const which = name ? `${name}: ` : "";
  if (kind === "CronJob") return `${which}has succeeded in time`;
  if (kind === "Job") return `${which}has done its work`;
  if (kind === "DaemonSet") return `${which}a pod on each of its nodes is ready`;
  const [least, most] = copies ?? [1, 1];
  const number = least === most ? String(least) : `${least} to ${most}`;
  return `${which}${number} ${number === "1" ? "pod is" : "pods are"} ready`;
}

/** The machines that it could run on, where all of them may be down and are. */
function whereAway(service: Service, { inventory }: Lab, seen: Objects): string | undefined {
  const hosts = possibleHosts(service, inventory).map(({ name }) => name);
  const nodes = seen.of<Node>("Node");
  const isAway = (name: string) => mayBeDown(name, inventory) && !isReady(named(nodes, { name }));
  return hosts.length > 0 && hosts.every(isAway) ? hosts.join(" and ") : undefined;
}

/** Told to run in another number than is declared. */
function miscounted(live: Workload, copies: Copies, stack: string): Finding | undefined {
  if (!copies) return undefined;
  const asked = live.spec?.replicas ?? 1;
  const [least, most] = copies;
  if (asked >= least && asked <= most) return undefined;
  const declared = least === most ? String(least) : `${least} to ${most}`;
  return failed(`is told to run ${asked} pods, and ${declared} are declared`, `npx lab up ${stack}`);
}

/** As many pods as it is told to run are ready, and of the newest version. */
export function runs(live: Workload, seen: Objects): Finding {
  const { metadata, spec, status = {} } = live;
  const { name, namespace } = metadata;
  const isDaemon = status.desiredNumberScheduled !== undefined;
  const wanted = isDaemon ? (status.desiredNumberScheduled ?? 0) : (spec?.replicas ?? 1);
  const ready = (isDaemon ? status.numberReady : status.readyReplicas) ?? 0;
  const updated = (isDaemon ? status.updatedNumberScheduled : status.updatedReplicas) ?? 0;
  const labels = spec?.selector?.matchLabels ?? {};
  const pods = seen
    .of<Pod>("Pod")
    .filter((pod) => pod.metadata.namespace === namespace && hasLabels(pod, labels));
  const look = `kubectl -n ${namespace} describe pods -l ${selectorText(labels)}`;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    return failed("its last change has not been looked at yet", `look again in a moment, then: ${look}`);
  if (isDaemon && wanted === 0)
    return failed("no node takes it", "npx lab capacity says what its place asks for");
  if (ready < wanted)
    return failed([`${ready} of ${wanted} are ready`, ...troublesOf(pods)].join("; "), look);
  if (updated < wanted) return failed(`${wanted - updated} of ${wanted} are of an older version still`, look);
  const nodes = [...new Set(pods.flatMap((pod) => pod.spec?.nodeName ?? []))].sort();
  return ok(`${name}: ${ready} of ${wanted} ready${nodes.length > 0 ? ` on ${nodes.join(", ")}` : ""}`);
}

function done(job: Job | undefined, stack: string): Finding {
  if (!job) return failed("there is no such Job", `npx lab up ${stack}`);
  const { name, namespace } = job.metadata;
  if ((job.status?.succeeded ?? 0) > 0) return ok("done");
  const ended = conditionOf(job, "Failed");
  if (ended?.status === "True")
    return failed(`it failed: ${wordsOf(ended)}`, `kubectl -n ${namespace} logs job/${name}`);
  return unseen((job.status?.active ?? 0) > 0 ? "is at work still" : "has not begun yet");
}

function selectorText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
