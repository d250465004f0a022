import { setTimeout as sleep } from "node:timers/promises";
import { type KubeApi, KubeError, type KubeObject } from "../../control-plane/index.ts";

const pauseMs = 1_000;

/** What one controller does with an object that is there, was changed, or was there when it began. */
export type Reconcile = (object: KubeObject) => Promise<void>;

/**
 * Shows a controller every object of a kind, now and from now on. Whatever goes wrong, a watch that ended or an API
 * server that was killed, it looks at all of them again: a controller that saw everything twice does nothing twice.
 */
export async function follow(
  api: KubeApi,
  path: string,
  reconcile: Reconcile,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { metadata, items } = await api.get<{
        metadata: { resourceVersion: string };
        items: KubeObject[];
      }>(path);
      const todo = new Queue(reconcile);
      for (const item of items) todo.add(item);
      await api.watch<KubeObject>(path, metadata.resourceVersion, signal, ({ type, object }) => {
        if (type === "ADDED" || type === "MODIFIED") todo.add(object);
      });
    } catch (error) {
      if (!signal.aborted) console.error(`${path}: ${(error as Error).message}`);
    }
    if (!signal.aborted) await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** One object after the other; one that was changed meanwhile by somebody else comes again by itself. */
class Queue {
  readonly #reconcile: Reconcile;
  #last: Promise<void> = Promise.resolve();

  constructor(reconcile: Reconcile) {
    this.#reconcile = reconcile;
  }

  add(object: KubeObject): void {
    this.#last = this.#last.then(async () => {
      try {
        await this.#reconcile(object);
      } catch (error) {
        if (error instanceof KubeError && (error.status === 404 || error.status === 409)) return;
        console.error(
          `${object.metadata.namespace ?? ""}/${object.metadata.name}: ${(error as Error).message}`,
        );
      }
    });
  }
}
