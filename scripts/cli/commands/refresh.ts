import type { Command } from "commander";
import { type EngineOptions, engineCommand, split, stacksToChange } from "./options.ts";
import { together } from "./together.ts";

export function register(program: Command): void {
  engineCommand(program, "refresh")
    .summary("looks at what is really there, and writes it into the state")
    .option("--all", "every stack")
    .option("--expect-no-changes", "exit 5 where the state was not what is really there")
    .action(refresh);
}

async function refresh(words: string[], options: EngineOptions): Promise<void> {
  const { stacks, engineArguments } = split(words);
  await together("refresh", stacksToChange("refresh", stacks, options.all), engineArguments, options);
}
