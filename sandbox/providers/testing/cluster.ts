import { readFileSync } from "node:fs";
import { type KubeApi, LoneCluster, settleNode } from "../../control-plane/index.ts";
import { testPrograms } from "../../testing/index.ts";

/** A real control plane of its own, with one node that runs whatever fits. */
export class TrialCluster {
  readonly api: KubeApi;
  /** Its text: what a provider is configured with. */
  readonly kubeconfig: string;
  readonly #cluster: LoneCluster;

  private constructor(cluster: LoneCluster) {
    this.#cluster = cluster;
    this.api = cluster.api;
    this.kubeconfig = readFileSync(cluster.plane.kubeconfig, "utf8");
  }

  static async open(): Promise<TrialCluster> {
    const cluster = await LoneCluster.open("trial", await testPrograms());
    try {
      await settleNode(cluster.api, node);
      return new TrialCluster(cluster);
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#cluster.close();
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
