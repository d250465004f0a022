import { existsSync } from "node:fs";
import { confirm, mustBeAbleToConfirm, type Question } from "../confirm.ts";
import { checkpointsFor } from "../engine/checkpoints.ts";
import { changes } from "../engine/op.ts";
import { type Job, type Operation, planOf } from "../engine/operation.ts";
import { projectEngine } from "../engine/project.ts";
import { exitFor, type Result } from "../engine/result.ts";
import { run, told } from "../engine/run.ts";
import { exits, Stop } from "../exits.ts";
import { note } from "../log.ts";
import { report } from "../report.ts";
import { unplaced } from "../view/capacity.ts";
import { type Perform, watch } from "../view/progress.ts";
import { summary } from "../view/summary.ts";
import { type EngineOptions, operationOptions, split, stacksToChange } from "./options.ts";
import { proofFor } from "./proof.ts";

interface Plan {
  command: "up" | "destroy";
  preview: Operation;
  /** Whether every pod has to find a node first. */
  proves: boolean;
  question: (stacks: string[]) => Question;
}

/** Previews, asks, and only then changes: one stack after the other, and no further than the first that fails. */
export async function change(plan: Plan, words: string[], options: EngineOptions): Promise<void> {
  const { stacks: named, engineArguments } = split(words);
  const stacks = stacksToChange(plan.command, named, options.all);
  if (options.plan !== undefined) mustBePlanned(stacks, options.plan);
  mustBeAbleToConfirm(plan.command, options.yes ?? false);
  const asked = operationOptions(options, engineArguments);
  const engine = await projectEngine(options.sandbox);
  const performWith =
    (more: Record<string, string>): Perform =>
    (job, tally) =>
      run(told(engine, more), job, asked, tally);
  const each = (operation: Operation) => stacks.map((stack) => ({ stack, operation }));

  const [previews, placement] = await Promise.all([
    watch(each(plan.preview), performWith({})),
    plan.proves ? proofFor(stacks, options) : undefined,
  ]);
  if (exitFor(previews) !== exits.ok || unplaced(placement ?? []).length > 0)
    return report(previews, options, placement);
  const planned = previews.map(({ counts }) => changes(counts));
  if (!options.yes && planned.some((count) => count > 0)) {
    for (const preview of previews) note(`${summary(preview, options.diff ?? false)}\n`);
    await confirm(plan.question(stacks));
  }
  const checkpoints = options.sandbox ? checkpointsFor(Math.max(...planned)) : {};
  report(await oneByOne(each(plan.command), performWith(checkpoints)), options);
}

/** What nobody has planned, nobody has read. */
function mustBePlanned(stacks: string[], folder: string): void {
  const without = stacks.filter((stack) => !existsSync(planOf(stack, folder)));
  if (without.length > 0)
    throw new Stop(
      `${folder} has no plan of ${without.join(" and ")}\n  fix: npx lab preview ${without.join(" ")} --save-plan ${folder}, and read what it says`,
      exits.usage,
    );
}

async function oneByOne(jobs: Job[], perform: Perform): Promise<Result[]> {
  const results: Result[] = [];
  for (const job of jobs) {
    results.push(...(await watch([job], perform)));
    if (exitFor(results) !== exits.ok) break;
  }
  return results;
}
