import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal } from "../../framework/http.ts";
import { objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { Cluster } from "../cluster.ts";

const longestPauseMs = 5000;
/** The API server ends a watch after this many seconds, and it is taken up where it ended. */
const watchSeconds = 290;
/** A connection that has died without a word is noticed then. */
const watchMs = (watchSeconds + 10) * 1000;
const listMs = 30_000;

/** All the objects of one kind as they are now, by one watch, however many wait for one of them. */
export class Informer {
  readonly #cluster: Cluster;
  readonly #path: string;
  readonly #items = new Map<string, Properties>();
  readonly #listeners = new Set<() => void>();
  #refused: ApiRefusal | undefined;
  /** Resolved once everything has been listed, or refused. */
  readonly synced: Promise<void>;
  #isSynced = () => {};

  constructor(cluster: Cluster, path: string) {
    this.#cluster = cluster;
    this.#path = path;
    this.synced = new Promise((resolve) => {
      this.#isSynced = resolve;
    });
    void this.#follow();
  }

  get items(): Iterable<Properties> {
    if (this.#refused) throw this.#refused;
    return this.#items.values();
  }

  find(namespace: string | undefined, name: string): Properties | undefined {
    if (this.#refused) throw this.#refused;
    return this.#items.get(`${namespace ?? ""}/${name}`);
  }

  /** Told after every change of anything. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins anew after whatever comes between, but for an API server that says no: asked again, it says it again. */
  async #follow(): Promise<void> {
    for (let pause = 100; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        await this.#watch(await this.#list());
        pause = 100;
      } catch (error) {
        if (
          error instanceof ApiRefusal &&
          error.status >= 400 &&
          error.status < 500 &&
          error.status !== 410
        ) {
          this.#refused = error;
          return this.#tell();
        }
      }
      await sleep(pause);
    }
  }

  async #list(): Promise<string> {
    const { items, version } = await this.#cluster.list(this.#path, AbortSignal.timeout(listMs));
    this.#items.clear();
    for (const each of items) this.#items.set(keyOf(each), each);
    this.#tell();
    return version;
  }

  /** Returns where the watch cannot be taken up any more, and everything has to be listed again. */
  async #watch(from: string): Promise<void> {
    for (let version = from; ; ) {
      const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}&resourceVersion=${version}`;
      for await (const { type, object } of this.#cluster.watch(
        `${this.#path}?${query}`,
        AbortSignal.timeout(watchMs),
      )) {
        if (type === "ERROR") return;
        version = String(objectAt(object, "metadata").resourceVersion);
        if (type === "BOOKMARK") continue;
        if (type === "DELETED") this.#items.delete(keyOf(object));
        else this.#items.set(keyOf(object), object);
        this.#tell();
      }
      await sleep(100);
    }
  }

  #tell(): void {
    this.#isSynced();
    for (const listener of this.#listeners) listener();
  }
}

function keyOf(object: Properties): string {
  const metadata = objectAt(object, "metadata");
  return `${stringAt(metadata, "namespace") ?? ""}/${stringAt(metadata, "name") ?? ""}`;
}
