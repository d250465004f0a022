import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority, KubeApi, planControlPlane, planEtcd, settleNode } from "../../control-plane/index.ts";
import { Ports, Supervisor } from "../../parts/index.ts";
import { builtPrograms, ensurePrograms } from "../../programs/index.ts";

/** A real control plane of its own, with one node that runs whatever fits. */
export class TrialCluster {
  readonly api: KubeApi;
  /** Its text: what a provider is configured with. */
  readonly kubeconfig: string;
  readonly #folder: string;
  readonly #supervisor: Supervisor;

  private constructor(api: KubeApi, kubeconfig: string, folder: string, supervisor: Supervisor) {
    this.api = api;
    this.kubeconfig = kubeconfig;
    this.#folder = folder;
    this.#supervisor = supervisor;
  }

  static async open(): Promise<TrialCluster> {
    const programs = builtPrograms() ?? (await ensurePrograms({ update() {}, done() {}, fail() {} }));
    const folder = mkdtempSync(join(tmpdir(), "trial-cluster-"));
    const authority = await Authority.open(join(folder, "certificates"));
    const ports = new Ports(join(folder, "ports.json"));
    const ground = { folder, programs, authority };
    const etcd = await planEtcd(await ports.group("etcd", ["client", "peer", "metrics"]), ground);
    const home = join(folder, "cluster");
    mkdirSync(home);
    const numbers = await ports.group("trial", ["apiServer", "controllerManager", "scheduler", "kwok"]);
    const plane = await planControlPlane("trial", numbers, {
      ...ground,
      folder: home,
      etcd: { url: etcd.url, part: etcd.name },
    });
    const supervisor = new Supervisor(folder);
    const api = new KubeApi(plane.admin);
    const cluster = new TrialCluster(api, readFileSync(plane.kubeconfig, "utf8"), folder, supervisor);
    try {
      await supervisor.start([etcd, ...plane.parts], () => {});
      await settleNode(api, node);
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.api.close();
    await this.#supervisor.stop([], "SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const room = { cpu: "4", memory: "8Gi", pods: "110", "ephemeral-storage": "20Gi" };

const node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "asuna", labels: { "kubernetes.io/hostname": "asuna" } },
  spec: {},
  status: {
    capacity: room,
    allocatable: room,
    addresses: [{ type: "InternalIP", address: "192.0.2.1" }],
  },
};
