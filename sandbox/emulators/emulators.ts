import { setMaxListeners } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { controlServer } from "./control.ts";
import { type Emulator, Faults, Store, serverOf } from "./framework/index.ts";
import { runK3s } from "./k3s/index.ts";
import type { Api, Settings } from "./settings.ts";
import { vendors } from "./vendors.ts";

const host = "127.0.0.1";

/** The vendors' APIs and k3s' own controllers, in one process: each alone would take as much memory as all of them. */
export class Emulators {
  readonly #faults = new Map<string, Faults>();
  readonly #servers: FastifyInstance[] = [];
  readonly #stores: Store[] = [];
  readonly #stopping = new AbortController();
  #controllers: Promise<void>[] = [];

  static async start({ folder, control, apis, clusters }: Settings): Promise<Emulators> {
    const emulators = new Emulators();
    for (const api of apis) await emulators.#open(api, folder);
    // A watch for each kind of each cluster: Node.js would take so many listeners for a leak.
    setMaxListeners(0, emulators.#stopping.signal);
    emulators.#controllers = clusters.map((cluster) => runK3s(cluster, emulators.#stopping.signal));
    // Last: what answers here tells that all the others do.
    await emulators.#listen(controlServer(emulators.#faults, control.token), control.port);
    return emulators;
  }

  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    await Promise.all(this.#servers.map((server) => server.close()));
    await Promise.all(this.#controllers);
    for (const store of this.#stores) store.close();
  }

  async #open({ name, vendor, port, seed, tls }: Api, folder: string): Promise<void> {
    const emulator: Emulator = await vendors[vendor]();
    const store = Store.open(join(folder, `${name}.jsonl`));
    this.#stores.push(store);
    const faults = new Faults();
    this.#faults.set(name, faults);
    const server = await serverOf({
      emulator,
      seed: emulator.seed.parse(seed),
      store,
      faults,
      log: (line) => console.log(`${new Date().toISOString()} ${name} ${line}`),
      ...(tls && { tls: { key: readFileSync(tls.key, "utf8"), cert: readFileSync(tls.cert, "utf8") } }),
    });
    await this.#listen(server, port);
  }

  async #listen(server: FastifyInstance, port: number): Promise<void> {
    this.#servers.push(server);
    await server.listen({ host, port });
  }
}
