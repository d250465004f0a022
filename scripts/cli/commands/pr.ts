import { readFileSync } from "node:fs";
import { Argument, type Command, Option } from "commander";
import { note } from "../log.ts";
import type { PreviewOptions } from "../pull-request/preview.ts";
import { forges, pullRequestAt, runOf, type Said, targetFrom } from "../pull-request/target.ts";
import { upsert } from "../pull-request/upsert.ts";

export function register(program: Command): void {
  const pr = program.command("pr").summary("for jobs of a pull request: a preview, told in one comment");
  addressed(pr.command("preview"))
    .addArgument(new Argument("[stack...]", "which stacks; all where none is named"))
    .summary("what would change, in one comment of the pull request; the exit is that of `lab preview`")
    .option("--base <commit>", "compare addresses and nodes with those of this commit")
    .option("--to <file>", "into a file, and nowhere else")
    .option("--save-plan <folder>", "a plan of each stack, for `lab up --plan` once it is merged")
    .option("--sandbox", "in the sandbox, with no secret of the house: for what strangers propose")
    .option("--no-proof", "do not ask a scheduler whether every pod finds a node")
    .action(async (stacks: string[], options: PreviewOptions) => {
      const { previewPullRequest } = await import("../pull-request/preview.ts");
      await previewPullRequest(stacks, options);
    });
  addressed(pr.command("comment <file>"))
    .summary("writes a comment that `lab pr preview --to` has made, by a job that may")
    .action(async (file: string, said: Said) => {
      const pull = pullRequestAt(targetFrom(said, process.env));
      note(`${pull.name}: ${await upsert(pull, readFileSync(file, "utf8"), runOf(process.env).mark)}`);
    });
}

/** What a job's environment says by itself. */
function addressed(command: Command): Command {
  return command
    .addOption(new Option("--forge <forge>", "whose API").choices([...forges]))
    .option("--repository <repository>", "owner/name; of GitLab, the project's number or path")
    .option("--number <number>", "of the pull request");
}
