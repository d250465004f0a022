import { objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { Log, Operation } from "../../framework/vendor.ts";
import type { Cluster } from "../cluster.ts";
import { isForbidden } from "../server-refusal.ts";
import type { Gvk } from "../token.ts";
import { Bell } from "./bell.ts";
import type { Informer } from "./informer.ts";
import { Informers } from "./informers.ts";
import { patienceFor } from "./patience.ts";
import type { Rule, Verdict, View } from "./rule.ts";

/** How often a person is told what keeps an object that does not move. */
const reasonsEveryMs = 10_000;

export interface Wait {
  gvk: Gvk;
  rule: Rule;
  /** As the API server answered when it was applied. */
  applied: Properties;
  operation: Pick<Operation, "urn" | "timeout" | "cancelled">;
}

/** How an object was when it was ready, or when there was nothing more to wait for. */
export interface Outcome {
  live: Properties;
  /** Undefined where it is ready. */
  problem?: { message: string; reasons: string[] };
}

/** Waits for objects to become ready, and says why they do not. */
export class Readiness {
  readonly #cluster: Cluster;
  readonly #informers: Informers;
  readonly #log: Log;

  constructor(cluster: Cluster, log: Log) {
    this.#cluster = cluster;
    this.#informers = new Informers(cluster);
    this.#log = log;
  }

  async until(wait: Wait): Promise<Outcome> {
    const { applied, rule, operation } = wait;
    const { seconds, signal } = patienceFor(operation, applied, rule.seconds);
    const { live, verdict } = await this.#watchOver(wait, signal);
    if (verdict.is === "ready") return { live };
    if (verdict.is === "failed") return { live, problem: await this.#problem(rule, live, verdict.because) };
    // The engine gives a cancelled plugin a moment to say what it has made, and no more.
    if (operation.cancelled.aborted)
      return { live, problem: { message: `the update was cancelled: ${verdict.for}`, reasons: [] } };
    const message = `it was not ready after ${seconds} s: ${verdict.for}`;
    return { live, problem: await this.#problem(rule, live, message) };
  }

  /** One look at an object that was made earlier. */
  async now(rule: Rule, live: Properties, signal: AbortSignal): Promise<Outcome> {
    const related = await this.#related(rule, live, signal);
    await Promise.all([...related.values()].map((each) => each?.synced));
    const verdict = rule.judge(live, viewOf(live, related, Number.POSITIVE_INFINITY));
    if (verdict.is === "ready") return { live };
    const message = verdict.is === "failed" ? verdict.because : `it is not ready: ${verdict.for}`;
    return { live, problem: await this.#problem(rule, live, message) };
  }

  async #watchOver(wait: Wait, signal: AbortSignal): Promise<{ live: Properties; verdict: Verdict }> {
    const { gvk, rule, applied, operation } = wait;
    const own = await this.#informer(gvk, applied, operation.cancelled);
    const related = await this.#related(rule, applied, operation.cancelled);
    const bell = new Bell();
    const silences = [own, ...related.values()].map((each) => each?.listen(bell.ring));
    const began = Date.now();
    let told = { text: "", at: began };
    try {
      for (;;) {
        const live = newest(applied, own);
        const verdict = rule.judge(live, viewOf(live, related, Date.now() - began));
        if (verdict.is !== "waiting" || signal.aborted) return { live, verdict };
        if (verdict.for !== told.text) {
          this.#log.status(verdict.for, operation.urn);
          told = { text: verdict.for, at: Date.now() };
        } else if (Date.now() - told.at >= reasonsEveryMs) {
          const [reason] = await this.#reasons(rule, live);
          if (reason !== undefined) this.#log.status(`${verdict.for}: ${reason}`, operation.urn);
          told.at = Date.now();
        }
        await bell.heard(reasonsEveryMs, signal);
      }
    } finally {
      for (const silence of silences) silence?.();
      if (told.text !== "") this.#log.status("", operation.urn);
    }
  }

  async #related(rule: Rule, object: Properties, signal: AbortSignal): Promise<Related> {
    const informers = (rule.watches ?? []).map(async (gvk): Promise<[Gvk, Informer | undefined]> => {
      try {
        return [gvk, await this.#informer(gvk, object, signal)];
      } catch (error) {
        // Who may not see storage classes can wait for a claim all the same, and knows a little less.
        if (isForbidden(error)) return [gvk, undefined];
        throw error;
      }
    });
    return new Map(await Promise.all(informers));
  }

  async #informer(gvk: Gvk, object: Properties, signal: AbortSignal): Promise<Informer | undefined> {
    const endpoint = await this.#cluster.endpoint(gvk, signal);
    const namespace = stringAt(objectAt(object, "metadata"), "namespace");
    return endpoint && this.#informers.of(endpoint, endpoint.namespaced ? namespace : undefined, signal);
  }

  async #problem(rule: Rule, live: Properties, message: string) {
    return { message, reasons: await this.#reasons(rule, live) };
  }

  /** What cannot be found out in time is no reason to say nothing at all. */
  async #reasons(rule: Rule, live: Properties): Promise<string[]> {
    try {
      return (await rule.reasons?.(live, this.#cluster, AbortSignal.timeout(5000))) ?? [];
    } catch {
      return [];
    }
  }
}

type Related = Map<Gvk, Informer | undefined>;

function viewOf(object: Properties, related: Related, waitedMs: number): View {
  const home = objectAt(object, "metadata").namespace;
  const isNear = (each: Properties) => {
    const { namespace } = objectAt(each, "metadata");
    return namespace === undefined || namespace === home;
  };
  return { all: (gvk) => [...(related.get(gvk)?.items ?? [])].filter(isNear), waitedMs };
}

/** What the watch has seen, unless that is older than what was applied, or of another object of the name. */
function newest(applied: Properties, informer: Informer | undefined): Properties {
  const was = objectAt(applied, "metadata");
  const seen = informer?.find(stringAt(was, "namespace"), stringAt(was, "name") ?? "");
  if (!seen) return applied;
  const is = objectAt(seen, "metadata");
  if (is.uid !== was.uid || Number(is.resourceVersion) < Number(was.resourceVersion)) return applied;
  // A list says once for all its items what they are.
  return { ...seen, apiVersion: applied.apiVersion ?? null, kind: applied.kind ?? null };
}
