import type { Command } from "commander";
import { stacksNamed } from "../data/stacks.ts";
import { projectEngine } from "../engine/project.ts";
import { run } from "../engine/run.ts";
import { report } from "../report.ts";
import { watch } from "../view/progress.ts";
import { type EngineOptions, engineCommand, operationOptions, split } from "./options.ts";

export function register(program: Command): void {
  engineCommand(program, "preview")
    .summary("what an update would change; all stacks where none is named")
    .option("--policy-pack <folder>", "judge by these policies instead of the project's own")
    .option("--expect-no-changes", "exit 5 where anything would change")
    .action(preview);
}

async function preview(words: string[], options: EngineOptions): Promise<void> {
  const { stacks: named, engineArguments } = split(words);
  const stacks = stacksNamed(named);
  const asked = operationOptions(options, engineArguments);
  const engine = await projectEngine();
  const jobs = stacks.map((stack) => ({ stack, operation: "preview" as const }));
  report(await watch(jobs, (job, tally) => run(engine, job, asked, tally)), options);
}
