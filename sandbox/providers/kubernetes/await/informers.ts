import type { Cluster, Endpoint } from "../cluster.ts";
import { isForbidden } from "../server-refusal.ts";
import { Informer } from "./informer.ts";

/** The watches of one cluster: one for each kind, and shared by all that is waited for. */
export class Informers {
  readonly #cluster: Cluster;
  readonly #running = new Map<string, Promise<Informer>>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Of the whole cluster, or where one may not see that, of the one namespace. */
  of(endpoint: Endpoint, namespace: string | undefined, signal: AbortSignal): Promise<Informer> {
    const { prefix, plural } = endpoint;
    const everywhere = `${prefix}/${plural}`;
    const here = namespace === undefined ? everywhere : `${prefix}/namespaces/${namespace}/${plural}`;
    return (
      this.#running.get(here) ??
      this.#once(everywhere, signal).catch((error) => {
        if (!isForbidden(error) || here === everywhere) throw error;
        return this.#once(here, signal);
      })
    );
  }

  #once(path: string, signal: AbortSignal): Promise<Informer> {
    const running = this.#running.get(path);
    if (running) return running;
    const started = this.#start(path, signal).catch((error) => {
      if (!isForbidden(error)) this.#running.delete(path);
      throw error;
    });
    this.#running.set(path, started);
    return started;
  }

  /** Asks first whether it may, so that a watch which is refused is never begun. */
  async #start(path: string, signal: AbortSignal): Promise<Informer> {
    await this.#cluster.call({ path: `${path}?limit=1`, signal });
    return new Informer(this.#cluster, path);
  }
}
