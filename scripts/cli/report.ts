import type { ClusterCapacity } from "../../sandbox/index.ts";
import { exitFor, jsonOf, type Result } from "./engine/result.ts";
import { exits } from "./exits.ts";
import { say, sayJson } from "./log.ts";
import { placementInWords, unplaced } from "./view/capacity.ts";
import { summary } from "./view/summary.ts";

interface Form {
  json?: true;
  diff?: true;
  expectNoChanges?: true;
}

/** Tells how it went, to a person or to a script, and to the shell. */
export function report(
  results: Result[],
  { json, diff, expectNoChanges }: Form,
  placement: ClusterCapacity[] = [],
): void {
  const engine = exitFor(results, expectNoChanges);
  const exit = engine === exits.ok && unplaced(placement).length > 0 ? exits.noRoom : engine;
  process.exitCode = exit;
  if (json) {
    sayJson({ exit, stacks: results.map(jsonOf), ...(placement.length > 0 && { placement }) });
    return;
  }
  for (const result of results) say(`${summary(result, diff ?? false)}\n`);
  if (placement.length > 0) say(`${placementInWords(placement)}\n`);
}
