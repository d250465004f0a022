import type { Command } from "commander";
import { change } from "./change.ts";
import { type EngineOptions, engineCommand } from "./options.ts";

export function register(program: Command): void {
  engineCommand(program, "destroy")
    .summary("shows what would be gone, asks for its name, and deletes it")
    .option("--all", "every stack, one after the other")
    .option("--yes", "do not ask; required where there is no terminal")
    .action((words: string[], options: EngineOptions) =>
      change(
        {
          command: "destroy",
          preview: "preview destroy",
          proves: false,
          question: (stacks) => ({
            text: `All of this will be deleted. To go on, write "${stacks.join(" ")}": `,
            expected: stacks.join(" "),
          }),
        },
        words,
        options,
      ),
    );
}
