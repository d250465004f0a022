import type { Properties } from "../../framework/value.ts";
import type { Cluster } from "../cluster.ts";
import type { Gvk } from "../token.ts";

/** How far an object has come on the way to what it was made for. */
export type Verdict =
  | { is: "ready" }
  /** With time it may become so. */
  | { is: "waiting"; for: string }
  /** No time will help. */
  | { is: "failed"; because: string };

export const ready: Verdict = { is: "ready" };

export function waiting(what: string): Verdict {
  return { is: "waiting", for: what };
}

/** What can be seen of the cluster around an object. */
export interface View {
  /** The objects of a kind that the rule watches: those of the object's namespace, and those of none. */
  all(gvk: Gvk): Properties[];
  waitedMs: number;
}

/** When the objects of a kind are ready, and why they are not. */
export interface Rule {
  /** Kinds of which something has to be known, too. */
  watches?: readonly Gvk[];
  judge(object: Properties, view: View): Verdict;
  /** What a person has to know of one that does not become ready; asked seldom, so it may ask the API server. */
  reasons?(object: Properties, cluster: Cluster, signal: AbortSignal): Promise<string[]>;
  /** How long it may take where the program does not say. */
  seconds?: number;
}
