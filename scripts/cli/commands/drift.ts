import type { Command } from "commander";
import { stacksNamed } from "../data/stacks.ts";
import { type EngineOptions, engineCommand, split } from "./options.ts";
import { together } from "./together.ts";

export function register(program: Command): void {
  engineCommand(program, "drift")
    .summary("what was changed behind the program's back; exit 5 where anything was, and `up` puts it back")
    .action((words: string[], options: EngineOptions) => {
      const { stacks, engineArguments } = split(words);
      return together("drift", stacksNamed(stacks), engineArguments, { ...options, expectNoChanges: true });
    });
}
