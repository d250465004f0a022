import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { PeerProblem } from "../../kit/index.ts";
import type { Deed } from "../actions/index.ts";
import type { Catalogue, LabService } from "../catalogue/index.ts";
import { Refused } from "../refused.ts";
import type { ClusterApi } from "./api.ts";

const workload = z.object({
  spec: z.object({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }) }),
});
const scaled = z.object({ spec: z.object({ replicas: z.int().default(0) }) });
const pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
      status: z.object({
        phase: z.string().default("Pending"),
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      }),
    }),
  ),
});

export interface Pace {
  /** Milliseconds between two looks. */
  every: number;
  /** Until a pod is given up that is not ready in the place of another. */
  patience: number;
}

const PACE: Pace = { every: 1_000, patience: 300_000 };

/** Too few copies would be left, says whoever guards them; in a moment there may be more. */
const GUARDED = 429;
const GUARDED_MS = 30_000;

/** Does to a service what a person has approved: with rights that end here. */
export class Deeds {
  readonly #api: ClusterApi;
  readonly #catalogue: Catalogue;
  readonly #pace: Pace;

  constructor(api: ClusterApi, catalogue: Catalogue, pace: Pace = PACE) {
    this.#api = api;
    this.#catalogue = catalogue;
    this.#pace = pace;
  }

  /** Throws what is wrong with it before anybody is asked to approve it. */
  check(deed: Deed): void {
    const { name, handle } = holdOf(this.#catalogue.named(deed.service));
    if (deed.do === "restart") return;
    if (handle.most === undefined)
      throw new Refused(`How many copies of ${name} there are is not said by hand: its cluster decides it.`);
    if (deed.copies > handle.most)
      throw new Refused(`There may be ${handle.most} of ${name} at most: more have no room, or no disk.`);
  }

  async perform(deed: Deed, signal: AbortSignal): Promise<string> {
    // The lab may have changed since it was proposed.
    this.check(deed);
    const service = holdOf(this.#catalogue.named(deed.service));
    return deed.do === "restart" ? this.#restart(service, signal) : this.#scale(service, deed.copies, signal);
  }

  /** Its pods are asked to leave, one after the other, as for the upgrade of a node: what guards it is heard. */
  async #restart(service: Held, signal: AbortSignal): Promise<string> {
    const path = `/apis/apps/v1/namespaces/${service.namespace}/${service.handle.kind}/${service.name}`;
    const { spec } = await this.#api.get(path, workload, signal);
    const labels = Object.entries(spec.selector.matchLabels).map((pair) => pair.join("="));
    const there = () => this.#pods(service.namespace, labels.join(","), signal);
    const before = (await there()).filter(({ isLeaving }) => !isLeaving);
    if (before.length === 0)
      throw new Refused(`Nothing of ${service.name} runs: scale it, in the place of this.`);
    for (const [index, { name }] of before.entries()) {
      await this.#evict(service.namespace, name, signal);
      const isBack = async () =>
        (await there()).filter((pod) => pod.isReady && !pod.isLeaving).length >= before.length;
      if (!(await this.#until(isBack, signal)))
        throw new Refused(
          `${index + 1} of ${before.length} pods of ${service.name} were ended, and the last is not ready again: see its logs.`,
        );
    }
    return `${before.length} of ${before.length} pods were ended, and others are ready in their place.`;
  }

  async #evict(namespace: string, name: string, signal: AbortSignal): Promise<void> {
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    let guarded: PeerProblem | undefined;
    const isLeft = await this.#until(
      async () => {
        try {
          await this.#api.post(`/api/v1/namespaces/${namespace}/pods/${name}/eviction`, eviction, signal);
          return true;
        } catch (error) {
          if (!(error instanceof PeerProblem)) throw error;
          if (error.status === 404) return true;
          if (error.status !== GUARDED) throw error;
          guarded = error;
          return false;
        }
      },
      signal,
      GUARDED_MS,
    );
    if (!isLeft && guarded) throw guarded;
  }

  async #scale({ name, namespace, handle }: Held, copies: number, signal: AbortSignal): Promise<string> {
    const path = `/apis/apps/v1/namespaces/${namespace}/${handle.kind}/${name}/scale`;
    const { spec } = await this.#api.get(path, scaled, signal);
    await this.#api.merge(path, { spec: { replicas: copies } }, signal);
    return `There are to be ${copies}, in the place of ${spec.replicas}, until the lab is next brought to what is declared.`;
  }

  async #pods(namespace: string, labels: string, signal: AbortSignal) {
    const query = new URLSearchParams({ labelSelector: labels });
    const { items } = await this.#api.get(`/api/v1/namespaces/${namespace}/pods?${query}`, pods, signal);
    // One that has ended stays in the list for a while, and nobody waits for it.
    const live = items.filter(({ status }) => !["Succeeded", "Failed"].includes(status.phase));
    return live.map(({ metadata, status }) => ({
      name: metadata.name,
      isLeaving: metadata.deletionTimestamp !== undefined,
      isReady: status.conditions.some((each) => each.type === "Ready" && each.status === "True"),
    }));
  }

  async #until(holds: () => Promise<boolean>, signal: AbortSignal, most = Infinity): Promise<boolean> {
    const end = performance.now() + Math.min(this.#pace.patience, most);
    while (!(await holds())) {
      if (performance.now() > end) return false;
      await sleep(this.#pace.every, undefined, { signal });
    }
    return true;
  }
}

interface Held {
  name: string;
  namespace: string;
  handle: NonNullable<LabService["handle"]>;
}

function holdOf({ name, namespace, handle }: LabService): Held {
  if (handle && namespace !== undefined) return { name, namespace, handle };
  throw new Refused(
    `${name} cannot be restarted or scaled from here: another cluster, a chart or a clock looks after it.`,
  );
}
