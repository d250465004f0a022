import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Part, Ports, ShortLived } from "../parts/index.ts";
import type { Programs } from "../programs/index.ts";
import { KubeApi } from "./api.ts";
import { Authority } from "./authority.ts";
import { type ControlPlane, clusterPorts, planControlPlane } from "./cluster-parts.ts";
import { etcdPorts, planEtcd } from "./etcd.ts";

/** What of a whole control plane is not wanted. */
export interface Without {
  /** Processes, by their names without the cluster's: "kwok". */
  parts?: string[];
  /** Checks and helpers of the API server. */
  admission?: string[];
}

/** A cluster that belongs to no sandbox: real, with an etcd of its own, and gone with this process. */
export class LoneCluster {
  readonly plane: ControlPlane;
  readonly api: KubeApi;
  readonly parts: readonly Part[];
  readonly #home: ShortLived;

  private constructor(home: ShortLived, plane: ControlPlane, etcd: Part, without: Without) {
    this.#home = home;
    this.plane = plane;
    this.api = new KubeApi(plane.admin);
    const isWanted = ({ name }: Part) => !without.parts?.some((each) => name.endsWith(`/${each}`));
    this.parts = [etcd, ...plane.parts.filter(isWanted)];
  }

  static async open(name: string, programs: Programs, without: Without = {}): Promise<LoneCluster> {
    const home = await ShortLived.open();
    try {
      const { folder } = home;
      const authority = await Authority.open(join(folder, "certificates"));
      const ports = new Ports(join(folder, "ports.json"));
      const ground = { folder, programs, authority };
      const etcd = await planEtcd(await ports.group("etcd", etcdPorts), ground);
      const numbers = await ports.group(name, clusterPorts);
      mkdirSync(join(folder, name));
      const plane = await planControlPlane(name, numbers, {
        ...ground,
        folder: join(folder, name),
        etcd: { url: etcd.url, part: etcd.name },
        ...(without.admission && { withoutAdmission: without.admission }),
      });
      const cluster = new LoneCluster(home, plane, etcd, without);
      await cluster.start();
      return cluster;
    } catch (error) {
      await home.close();
      throw error;
    }
  }

  /** Also heals whatever of it was killed since. Gives what had to be started. */
  start(): Promise<string[]> {
    return this.#home.supervisor.start(this.parts, () => {});
  }

  async pidOf(part: string): Promise<number | undefined> {
    const parts = await this.#home.supervisor.status(this.parts);
    return parts.find(({ name }) => name.endsWith(part))?.pid;
  }

  async close(): Promise<void> {
    this.api.close();
    await this.#home.close();
  }
}
