import { dirname, join } from "node:path";
import type { Inventory } from "../../components/inventory/index.ts";
import type { Lab } from "../../components/lab/index.ts";
import { labWith } from "../../components/testing/index.ts";
import { chartsOn } from "../charts/index.ts";
import { addressesOf, furnish, type KubeApi, LoneCluster, nodesOf } from "../control-plane/index.ts";
import { runK3s } from "../emulators/k3s/index.ts";
import { testPrograms } from "./programs.ts";

/** A real cluster as the sandbox runs it, k3s' own controllers included, for as long as a test takes. */
export class TestCluster {
  readonly lone: LoneCluster;
  readonly #name: string;
  readonly #stopping = new AbortController();
  readonly #controllers: Promise<void>;

  private constructor(lone: LoneCluster, name: string, lab: Lab) {
    this.lone = lone;
    this.#name = name;
    const [access, addresses] = [lone.plane.admin, addressesOf(nodesOf(name, lab.inventory))];
    const charts = chartsOn(name, lab);
    this.#controllers = runK3s({ name, access, addresses, charts }, this.#stopping.signal);
  }

  /** With the nodes that a lab has for a cluster of this name, and what stands for its charts. */
  static async start(name = "core", lab: Lab = labWith()): Promise<TestCluster> {
    const cluster = new TestCluster(await LoneCluster.open(name, await testPrograms()), name, lab);
    try {
      await cluster.furnish(lab.inventory);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get api(): KubeApi {
    return this.lone.api;
  }

  /** A file, as kubectl reads it. */
  get kubeconfig(): string {
    return this.lone.plane.kubeconfig;
  }

  /** Where its files are: the audit log, the kubeconfigs. */
  at(file: string): string {
    return join(dirname(this.kubeconfig), file);
  }

  furnish(inventory: Inventory): Promise<void> {
    return furnish(this.api, this.#name, inventory);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#controllers;
    await this.lone.close();
  }
}
