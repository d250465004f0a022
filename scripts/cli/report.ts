import { exitFor, jsonOf, type Result } from "./engine/result.ts";
import { say, sayJson } from "./log.ts";
import { summary } from "./view/summary.ts";

interface Form {
  json?: true;
  diff?: true;
  expectNoChanges?: true;
}

/** Tells how it went, to a person or to a script, and to the shell. */
export function report(results: Result[], { json, diff, expectNoChanges }: Form): void {
  const exit = exitFor(results, expectNoChanges);
  process.exitCode = exit;
  if (json) sayJson({ exit, stacks: results.map(jsonOf) });
  else for (const result of results) say(`${summary(result, diff ?? false)}\n`);
}
