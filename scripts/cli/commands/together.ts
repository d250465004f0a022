import { mkdirSync } from "node:fs";
import type { ClusterCapacity } from "../../../sandbox/index.ts";
import type { Operation } from "../engine/operation.ts";
import { projectEngine } from "../engine/project.ts";
import type { Result } from "../engine/result.ts";
import { run, told } from "../engine/run.ts";
import { report } from "../report.ts";
import { watch } from "../view/progress.ts";
import { type EngineOptions, operationOptions } from "./options.ts";

/** Runs one operation on several stacks at once, for they share nothing. */
export async function perform(
  operation: Operation,
  stacks: string[],
  engineArguments: string[],
  options: EngineOptions,
  checkpoints: Record<string, string> = {},
): Promise<Result[]> {
  if (options.savePlan !== undefined) mkdirSync(options.savePlan, { recursive: true });
  const asked = operationOptions(options, engineArguments);
  const engine = told(await projectEngine(options.sandbox), checkpoints);
  const jobs = stacks.map((stack) => ({ stack, operation }));
  return watch(jobs, (job, tally) => run(engine, job, asked, tally));
}

/** The same, and reports on all of them. */
export async function together(
  operation: Operation,
  stacks: string[],
  engineArguments: string[],
  options: EngineOptions,
  proof?: Promise<ClusterCapacity[] | undefined>,
): Promise<void> {
  const [results, placement] = await Promise.all([
    perform(operation, stacks, engineArguments, options),
    proof,
  ]);
  report(results, options, placement);
}
