import type { Command } from "commander";
import { change } from "./change.ts";
import { type EngineOptions, engineCommand } from "./options.ts";
import { proving } from "./proof.ts";

export function register(program: Command): void {
  proving(engineCommand(program, "up"))
    .summary("previews, asks, and applies the changes")
    .option("--all", "every stack, one after the other")
    .option("--yes", "do not ask; required where there is no terminal")
    .option("--plan <folder>", "do nothing that is not in these plans of `lab preview --save-plan`")
    .option("--policy-pack <folder>", "judge by these policies instead of the project's own")
    .action((words: string[], options: EngineOptions) =>
      change(
        {
          command: "up",
          preview: "preview up",
          proves: true,
          question: (stacks) => ({ text: `Apply this to ${stacks.join(" and ")}? [y/N] `, expected: "y" }),
        },
        words,
        options,
      ),
    );
}
