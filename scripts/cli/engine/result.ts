import type { Urls } from "../../../components/lab/index.ts";
import { type Exit, exits } from "../exits.ts";
import type { Message } from "./message.ts";
import { type Counts, changes } from "./op.ts";
import type { Operation } from "./operation.ts";
import type { Change, Violation } from "./tally.ts";

/** How one operation on one stack went. */
export interface Result {
  stack: string;
  operation: Operation;
  outcome: "succeeded" | "failed" | "refused" | "locked" | "interrupted";
  seconds: number;
  counts: Counts;
  changed: Change[];
  violations: Violation[];
  messages: Message[];
  urls: Record<string, Urls>;
}

const exitOf = {
  succeeded: exits.ok,
  failed: exits.failure,
  refused: exits.policy,
  locked: exits.locked,
  interrupted: exits.interrupted,
} as const;

/** Of several outcomes the gravest decides. */
export function exitFor(results: Result[], expectNoChanges = false): Exit {
  for (const outcome of ["interrupted", "locked", "refused", "failed"] as const)
    if (results.some((result) => result.outcome === outcome)) return exitOf[outcome];
  return expectNoChanges && results.some(({ counts }) => changes(counts) > 0) ? exits.changes : exits.ok;
}

/** For scripts: property paths, never values, for a value may be a secret that somebody forgot to mark. */
export function jsonOf({ changed, messages, violations, ...result }: Result) {
  return {
    ...result,
    changes: changed.map(({ diff, component, address, ...change }) => ({
      ...change,
      diff: diff.map(({ path }) => path),
    })),
    violations,
    diagnostics: messages,
  };
}
