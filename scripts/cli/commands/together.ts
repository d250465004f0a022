import type { ClusterCapacity } from "../../../sandbox/index.ts";
import type { Operation } from "../engine/operation.ts";
import { projectEngine } from "../engine/project.ts";
import { run } from "../engine/run.ts";
import { report } from "../report.ts";
import { watch } from "../view/progress.ts";
import { type EngineOptions, operationOptions } from "./options.ts";

/** Runs one operation on several stacks at once, and reports on all of them. */
export async function together(
  operation: Operation,
  stacks: string[],
  engineArguments: string[],
  options: EngineOptions,
  proof?: Promise<ClusterCapacity[] | undefined>,
): Promise<void> {
  const asked = operationOptions(options, engineArguments);
  const engine = await projectEngine(options.sandbox);
  const jobs = stacks.map((stack) => ({ stack, operation }));
  const [results, placement] = await Promise.all([
    watch(jobs, (job, tally) => run(engine, job, asked, tally)),
    proof,
  ]);
  report(results, options, placement);
}
