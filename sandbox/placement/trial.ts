import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Inventory } from "../../components/inventory/index.ts";
import {
  contentsOf,
  type KubeApi,
  type KubeObject,
  LoneCluster,
  type Node,
  settleNode,
} from "../control-plane/index.ts";
import { SandboxFault } from "../fault.ts";
import type { Programs } from "../programs/index.ts";
import type { PlannedClaim, PlannedPod, PodSpec } from "./planned-pod.ts";

const patienceMs = 60_000;

/** On every node of a trial, and nowhere else: its value is the trial's own. */
const trialLabel = "trial.homelab/id";

/** Where the scheduler put a pod, or in its own words why nowhere. */
export interface Placement {
  pod: PlannedPod;
  node?: string;
  reason?: string;
}

/** A cluster as it would be: its nodes, what wants to run there, and where a disk is that is bound to a node. */
export interface Trial {
  cluster: string;
  inventory: Inventory;
  nodes: readonly Node[];
  pods: readonly PlannedPod[];
  /** Pods that run already, and stay. */
  settled?: ReadonlyMap<PlannedPod, string>;
  /** Disks that lie on one node, by namespace/name. */
  disks?: ReadonlyMap<string, string>;
}

/** A pod, as far as the scheduler has written about it. */
export interface Scheduled extends KubeObject {
  spec: { nodeName?: string };
  status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] };
}

/** A real scheduler with a cluster of its own, in which nothing runs: for finding out where pods would go. */
export class Scheduler {
  readonly #cluster: LoneCluster;
  readonly #api: KubeApi;

  private constructor(cluster: LoneCluster) {
    this.#cluster = cluster;
    this.#api = cluster.api;
  }

  static async open(programs: Programs): Promise<Scheduler> {
    return new Scheduler(
      await LoneCluster.open("trial", programs, {
        parts: ["controller-manager", "kwok"],
        // Nobody makes accounts here, reports nodes as ready, or takes the protection away from a disk.
        admission: ["ServiceAccount", "StorageObjectInUseProtection", "TaintNodesByCondition"],
      }),
    );
  }

  /** Lets the scheduler place every pod, one after the other, and then takes all of it away again. */
  async place(trial: Trial): Promise<Placement[]> {
    const { pods, settled } = trial;
    try {
      await this.#furnish(trial);
      // First those that stay: what they take shall not be given away to another.
      for (const pod of pods) if (settled?.has(pod)) await this.#create(pod, settled.get(pod));
      await this.#untilSeen(trial);
      for (const pod of pods) if (!settled?.has(pod)) await this.#create(pod);
      return await this.#outcome(pods);
    } finally {
      await this.#clear();
    }
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  async #furnish({ cluster, inventory, nodes, pods, disks }: Trial): Promise<void> {
    const namespaces = new Set(["default", ...pods.map(({ namespace }) => namespace)]);
    await Promise.all([
      ...Object.entries(contentsOf(cluster, inventory)).map(([path, object]) =>
        this.#api.apply(path, object),
      ),
      ...[...namespaces].map((name) => this.#namespace(name)),
    ]);
    const claims = pods.flatMap((pod) => pod.claims);
    const distinct = new Map(claims.map((claim) => [`${claim.namespace}/${claim.name}`, claim]));
    for (const [name, claim] of distinct) await this.#provide(claim, disks?.get(name));
    for (const node of nodes) await settleNode(this.#api, node);
  }

  async #namespace(name: string): Promise<void> {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    await this.#api.apply(`/api/v1/namespaces/${name}`, namespace);
  }

  /**
   * The scheduler hears of nodes, disks and pods in its own time, of each kind in its order. A pod that could only be
   * placed on the node that came last, with a disk that came last, tells that it has heard of all of them; before, it
   * would refuse a pod for want of a node that is there, or place it on one of the trial before.
   */
  async #untilSeen({ nodes }: Trial): Promise<void> {
    const last = nodes.at(-1);
    if (!last) return;
    const id = randomUUID();
    const name = `probe-${id}`;
    const { labels } = last.metadata;
    await settleNode(this.#api, {
      ...last,
      metadata: { ...last.metadata, labels: { ...labels, [trialLabel]: id } },
    });
    const disk = { namespace: "default", name, size: "1Mi", class: "" };
    await this.#provide(disk, undefined);
    await this.#create({
      ...disk,
      service: name,
      labels: {},
      claims: [disk],
      daemon: true,
      spec: {
        containers: [{ name: "probe", image: "probe" }],
        nodeSelector: { [trialLabel]: id },
        tolerations: [{ operator: "Exists" }],
        volumes: [{ name, persistentVolumeClaim: { claimName: name } }],
      },
    });
    await patiently(async () => {
      const { spec } = await this.#api.get<Scheduled>(`/api/v1/namespaces/default/pods/${name}`);
      return spec.nodeName;
    });
    await this.#api.delete(`/api/v1/namespaces/default/pods/${name}`, now);
  }

  async #create({ namespace, name, labels, spec }: PlannedPod, nodeName?: string): Promise<void> {
    await this.#api.post(`/api/v1/namespaces/${namespace}/pods`, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace, labels },
      spec: { ...spec, ...(nodeName && { nodeName }) } satisfies PodSpec,
    });
  }

  /** A disk that is there already: the scheduler shall look for a node, and not wait for a provisioner. */
  async #provide({ namespace, name, size }: PlannedClaim, node: string | undefined): Promise<void> {
    const volume = `${namespace}-${name}`;
    const modes = { accessModes: ["ReadWriteMany"], storageClassName: "" };
    const onNode = { key: "kubernetes.io/hostname", operator: "In", values: [node] };
    await this.#api.apply(`/api/v1/persistentvolumes/${volume}`, {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: volume },
      spec: {
        ...modes,
        capacity: { storage: size },
        csi: { driver: "disk.trial", volumeHandle: volume },
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name },
        ...(node && { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } } }),
      },
    });
    await this.#api.apply(`/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name, namespace, annotations: { "pv.kubernetes.io/bind-completed": "yes" } },
      spec: { ...modes, volumeName: volume, resources: { requests: { storage: size } } },
    });
  }

  #outcome(pods: readonly PlannedPod[]): Promise<Placement[]> {
    return patiently(async () => {
      const seen = await this.#api.list<Scheduled>("/api/v1/pods");
      const byName = new Map(seen.map((pod) => [`${pod.metadata.namespace}/${pod.metadata.name}`, pod]));
      const placements = pods.map((pod) => placementOf(pod, byName.get(`${pod.namespace}/${pod.name}`)));
      return placements.every(({ node, reason }) => node ?? reason) ? placements : undefined;
    });
  }

  async #clear(): Promise<void> {
    const namespaced = await this.#api.list("/api/v1/namespaces");
    await Promise.all(
      namespaced.flatMap(({ metadata: { name } }) => [
        this.#api.delete(`/api/v1/namespaces/${name}/pods`, now),
        this.#api.delete(`/api/v1/namespaces/${name}/persistentvolumeclaims`),
      ]),
    );
    await this.#api.delete("/api/v1/persistentvolumes");
    await this.#api.delete("/api/v1/nodes");
  }
}

const now = { gracePeriodSeconds: 0 };

async function patiently<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end)
      throw new SandboxFault(
        `the scheduler has not looked at every pod within ${patienceMs / 1000} s.`,
        "try again when this machine has less to do",
      );
    await sleep(50);
  }
}

export function placementOf(pod: PlannedPod, seen: Scheduled | undefined): Placement {
  if (seen?.spec.nodeName) return { pod, node: seen.spec.nodeName };
  const refused = seen?.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  return refused?.message ? { pod, reason: withoutHints(refused.message) } : { pod };
}

/** What follows is advice on preemption and device claims, which nothing here uses. */
function withoutHints(reason: string): string {
  return reason.replace(/(\.)\s+(no new claims to deallocate|preemption:).*$/s, "$1");
}
