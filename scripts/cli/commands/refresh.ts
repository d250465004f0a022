import type { Command } from "commander";
import { projectEngine } from "../engine/project.ts";
import { run } from "../engine/run.ts";
import { report } from "../report.ts";
import { watch } from "../view/progress.ts";
import { type EngineOptions, engineCommand, operationOptions, split, stacksToChange } from "./options.ts";

export function register(program: Command): void {
  engineCommand(program, "refresh")
    .summary("looks at what is really there, and writes it into the state")
    .option("--all", "every stack")
    .option("--expect-no-changes", "exit 5 where the state was not what is really there")
    .action(refresh);
}

async function refresh(words: string[], options: EngineOptions): Promise<void> {
  const { stacks: named, engineArguments } = split(words);
  const stacks = stacksToChange("refresh", named, options.all);
  const asked = operationOptions(options, engineArguments);
  const engine = await projectEngine();
  const jobs = stacks.map((stack) => ({ stack, operation: "refresh" as const }));
  report(await watch(jobs, (job, tally) => run(engine, job, asked, tally)), options);
}
