import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Inventory } from "../../components/inventory/index.ts";
import {
  Authority,
  contentsOf,
  KubeApi,
  type KubeObject,
  type Node,
  planControlPlane,
  planEtcd,
  settleNode,
} from "../control-plane/index.ts";
import { Ports, Supervisor } from "../parts/index.ts";
import type { Programs } from "../programs/index.ts";
import type { PlannedClaim, PlannedPod, PodSpec } from "./planned-pod.ts";

const patienceMs = 60_000;

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
  readonly #folder: string;
  readonly #supervisor: Supervisor;
  readonly #api: KubeApi;

  private constructor(folder: string, supervisor: Supervisor, api: KubeApi) {
    this.#folder = folder;
    this.#supervisor = supervisor;
    this.#api = api;
  }

  static async open(programs: Programs): Promise<Scheduler> {
    const folder = mkdtempSync(join(tmpdir(), "lab-trial-"));
    const authority = await Authority.open(join(folder, "certificates"));
    const ports = new Ports(join(folder, "ports.json"));
    const etcd = await planEtcd(await ports.group("etcd", ["client", "peer", "metrics"]), {
      folder,
      programs,
      authority,
    });
    const home = join(folder, "trial");
    mkdirSync(home);
    const numbers = await ports.group("trial", ["apiServer", "controllerManager", "scheduler", "kwok"]);
    const plane = await planControlPlane("trial", numbers, {
      folder: home,
      programs,
      authority,
      etcd: { url: etcd.url, part: etcd.name },
      // Nobody makes accounts here, reports nodes as ready, or takes the protection away from a disk.
      withoutAdmission: ["ServiceAccount", "StorageObjectInUseProtection", "TaintNodesByCondition"],
    });
    const needed = plane.parts.filter(({ name }) => /api-server|scheduler/.test(name));
    const supervisor = new Supervisor(folder);
    const open = new Scheduler(folder, supervisor, new KubeApi(plane.admin));
    try {
      await supervisor.start([etcd, ...needed], () => {});
      return open;
    } catch (error) {
      await open.close();
      throw error;
    }
  }

  /** Lets the scheduler place every pod, one after the other, and then takes all of it away again. */
  async place(trial: Trial): Promise<Placement[]> {
    try {
      await this.#furnish(trial);
      for (const pod of trial.pods) await this.#create(pod, trial);
      return await this.#outcome(trial.pods);
    } finally {
      await this.#clear();
    }
  }

  async close(): Promise<void> {
    this.#api.close();
    await this.#supervisor.stop([], "SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #furnish({ cluster, inventory, nodes, pods }: Trial): Promise<void> {
    const namespaces = new Set(pods.map(({ namespace }) => namespace));
    await Promise.all([
      ...Object.entries(contentsOf(cluster, inventory)).map(([path, object]) =>
        this.#api.apply(path, object),
      ),
      ...nodes.map((node) => settleNode(this.#api, node)),
      ...[...namespaces].map((name) =>
        this.#api.apply(`/api/v1/namespaces/${name}`, {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name },
        }),
      ),
    ]);
  }

  async #create(pod: PlannedPod, { settled, disks }: Trial): Promise<void> {
    const { namespace, name, labels, claims, spec } = pod;
    for (const claim of claims) await this.#provide(claim, disks?.get(`${claim.namespace}/${claim.name}`));
    const nodeName = settled?.get(pod);
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

  async #outcome(pods: readonly PlannedPod[]): Promise<Placement[]> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const seen = await this.#api.list<Scheduled>("/api/v1/pods");
      const byName = new Map(seen.map((pod) => [`${pod.metadata.namespace}/${pod.metadata.name}`, pod]));
      const placements = pods.map((pod) => placementOf(pod, byName.get(`${pod.namespace}/${pod.name}`)));
      if (placements.every(({ node, reason }) => node ?? reason)) return placements;
      if (Date.now() > end)
        throw new Error(`the scheduler has not looked at every pod within ${patienceMs / 1000} s`);
      await sleep(50);
    }
  }

  async #clear(): Promise<void> {
    const now = { gracePeriodSeconds: 0 };
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

export function placementOf(pod: PlannedPod, seen: Scheduled | undefined): Placement {
  if (seen?.spec.nodeName) return { pod, node: seen.spec.nodeName };
  const refused = seen?.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  return refused?.message ? { pod, reason: refused.message } : { pod };
}
