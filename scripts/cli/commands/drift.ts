import type { Command } from "commander";
import { labsOf, stacksNamed } from "../data/stacks.ts";
import { type Drifted, driftedOf } from "../drift/drifted.ts";
import { gathered } from "../drift/refusals.ts";
import { writersIn } from "../drift/writers.ts";
import { exitFor, jsonOf, type Result } from "../engine/result.ts";
import { say, sayJson } from "../log.ts";
import { driftReport } from "../view/drift.ts";
import { type EngineOptions, engineCommand, split } from "./options.ts";
import { perform } from "./together.ts";

export function register(program: Command): void {
  engineCommand(program, "drift")
    .summary(
      "what was changed behind the program's back, by whom, and how to keep it; exit 5 where anything was",
    )
    .action(drift);
}

async function drift(words: string[], options: EngineOptions): Promise<void> {
  const { stacks, engineArguments } = split(words);
  const looked = await perform("drift", stacksNamed(stacks), engineArguments, options);
  const results = looked.map((result) => ({ ...result, messages: gathered(result.messages) }));
  const found = await Promise.all(results.map((result) => driftedIn(result, options.sandbox ?? false)));
  const exit = exitFor(results, true);
  process.exitCode = exit;
  if (options.json)
    return sayJson({ exit, stacks: results.map((result, at) => record(result, found[at] ?? [])) });
  results.forEach((result, at) => {
    say(`${driftReport(result, found[at] ?? [], options)}\n`);
  });
}

async function driftedIn({ stack, changed }: Result, sandbox: boolean): Promise<Drifted[]> {
  const own = changed.filter(({ component }) => !component);
  if (own.length === 0) return [];
  const [lab] = await labsOf(stack);
  if (!lab) return [];
  const writers = await writersIn(own, lab, sandbox);
  return own.map((change) => driftedOf(change, lab, writers.get(change.urn) ?? [], sandbox));
}

/** What every operation says of itself, and of each change whose it is. */
function record(result: Result, drifted: Drifted[]) {
  const { changes, ...rest } = jsonOf(result);
  return {
    ...rest,
    changes: changes.map((change) => {
      const found = drifted.find((each) => each.change.urn === change.urn);
      if (!found) return change;
      const { owner, fields, writers, repair, accept } = found;
      return { ...change, ...owner, fields, changedBy: writers, repair, accept };
    }),
  };
}
