import type { Command } from "commander";
import { stacksNamed } from "../data/stacks.ts";
import { type EngineOptions, engineCommand, split } from "./options.ts";
import { proofFor, proving } from "./proof.ts";
import { together } from "./together.ts";

export function register(program: Command): void {
  proving(engineCommand(program, "preview"))
    .summary("what an update would change; all stacks where none is named")
    .option("--policy-pack <folder>", "judge by these policies instead of the project's own")
    .option(
      "--save-plan <folder>",
      "a plan of each stack, for `lab up --plan`; what is secret in it is encrypted",
    )
    .option("--expect-no-changes", "exit 5 where anything would change")
    .action(preview);
}

async function preview(words: string[], options: EngineOptions): Promise<void> {
  const { stacks, engineArguments } = split(words);
  const named = stacksNamed(stacks);
  await together("preview", named, engineArguments, options, proofFor(named, options));
}
