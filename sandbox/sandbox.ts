import { readFileSync } from "node:fs";
import { dockerHosts, vendorsOf } from "../components/inventory/index.ts";
import type { Lab } from "../components/lab/index.ts";
import { writeWhole } from "../scripts/setup/files.mjs";
import { withLock } from "../scripts/setup/lock.mjs";
import { type Api, type Assembly, assemble, type SandboxCluster } from "./assembly/index.ts";
import { furnish, inCluster } from "./control-plane/index.ts";
import type { Fault } from "./emulators/framework/index.ts";
import { faultsIn, switchFaults } from "./faults.ts";
import { Folder } from "./folder.ts";
import { type PartStatus, Supervisor } from "./parts/index.ts";
import { type ClusterCapacity, livePlacements, measure } from "./placement/index.ts";
import { type Given, tokensFor } from "./plan/index.ts";
import type { ProgramName, Programs } from "./programs/index.ts";

type Doing = (text: string) => void;

/** A whole lab on one machine: the control planes of its clusters, and the APIs of its vendors. */
export class Sandbox {
  readonly #folder: Folder;
  readonly #supervisor: Supervisor;
  readonly #labs: readonly Lab[];
  readonly #programs: Programs;

  constructor(path: string, labs: readonly Lab[], programs: Programs) {
    this.#folder = new Folder(path);
    this.#supervisor = new Supervisor(path);
    this.#labs = labs;
    this.#programs = programs;
  }

  /** Whether it was ever started, and not reset since. */
  get exists(): boolean {
    return this.#folder.exists;
  }

  /** Starts what does not run, and makes the clusters hold the nodes of the inventory. Gives what was started. */
  async start(doing: Doing): Promise<string[]> {
    this.#folder.open();
    return this.#alone("starting the sandbox", doing, async () => {
      const assembly = await this.#assemble();
      const started = await this.#supervisor.start(assembly.parts, doing);
      doing("placing the nodes");
      await Promise.all(assembly.clusters.map(settle));
      for (const lab of this.#labs) this.#hand(lab, assembly);
      return started;
    });
  }

  /** Ends every process. What they know stays for the next start. */
  async stop(doing: Doing): Promise<string[]> {
    if (!this.exists) return [];
    return this.#alone("stopping the sandbox", doing, () => this.#supervisor.stop());
  }

  /** Ends every process and forgets everything, even where nobody can read any more what is there. */
  async reset(): Promise<void> {
    await this.#supervisor.stop("SIGKILL");
    this.#folder.remove();
  }

  async status(): Promise<{ parts: PartStatus[]; apis: Api[] }> {
    if (!this.exists) return { parts: [], apis: [] };
    const { parts, apis } = await this.#assemble();
    return { parts: await this.#supervisor.status(parts), apis };
  }

  async clusters(): Promise<SandboxCluster[]> {
    return (await this.#assemble()).clusters;
  }

  async faults(): Promise<Record<string, Fault[]>> {
    return faultsIn((await this.#assemble()).control);
  }

  async switchFaults(api: string, faults: readonly Fault[]): Promise<void> {
    await switchFaults((await this.#assemble()).control, api, faults);
  }

  /** How full its clusters are now. */
  async capacity(): Promise<ClusterCapacity[]> {
    return measure(await this.clusters());
  }

  /** Where every pod of its clusters is, by the stack and the service that it belongs to. */
  async pods(): Promise<{ stack: string; service: string; node?: string }[]> {
    const clusters = await this.clusters();
    const pods = await Promise.all(
      clusters.map(async ({ lab, plane }) => {
        const placements = await inCluster(plane, livePlacements);
        return placements.map(({ pod, node }) => ({
          stack: lab.name,
          service: pod.service,
          ...(node && { node }),
        }));
      }),
    );
    return pods.flat();
  }

  /** Where one of the programs is that it is made of. */
  program(name: ProgramName): string {
    return this.#programs[name];
  }

  logOf(part: string): string {
    return this.#supervisor.logOf(part);
  }

  /** What a stack's program finds there of this sandbox, in the place of its encrypted config. */
  givenFile(stack: string): string {
    return this.#folder.at("given", `${stack}.json`);
  }

  #assemble(): Promise<Assembly> {
    return assemble(this.#folder, this.#labs, this.#programs);
  }

  /** Real clusters, Docker hosts and vendors are reached by what the config says; these, by this file. */
  #hand(lab: Lab, { clusters, apis, keys }: Assembly): void {
    const hosts = dockerHosts(lab.inventory).map(({ name }) => name);
    const places: string[] = [...hosts, ...vendorsOf(lab.inventory)];
    const given: Given = {
      access: {
        ...Object.fromEntries(
          clusters
            .filter((each) => each.lab === lab)
            .map(({ name, plane }) => [name, { kubeconfig: readFileSync(plane.kubeconfig, "utf8") }]),
        ),
        ...Object.fromEntries(
          apis.filter(({ place }) => places.includes(place)).map(({ place, access }) => [place, access]),
        ),
      },
      tokens: tokensFor(lab, keys),
      protect: false,
    };
    writeWhole(this.givenFile(lab.name), JSON.stringify(given, null, 2), 0o600);
  }

  #alone<Result>(what: string, doing: Doing, work: () => Promise<Result>): Promise<Result> {
    const wait = ({ pid, what }: { pid: number; what: string }) =>
      doing(`waiting for process ${pid}: ${what}`);
    return withLock(this.#folder.at("lock"), what, wait, work);
  }
}

function settle({ name, lab, plane }: SandboxCluster): Promise<void> {
  return inCluster(plane, (api) => furnish(api, name, lab.inventory));
}
