import { readFileSync } from "node:fs";
import { Argument, type Command, Option } from "commander";
import { note } from "../log.ts";
import type { PreviewOptions } from "../pull-request/preview.ts";
import { forges, pullRequestAt, runOf, type Said, targetFrom } from "../pull-request/target.ts";
import type { TrialOptions } from "../pull-request/trial/test.ts";
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
      const mark = { about: "preview", run: runOf(process.env).run } as const;
      note(`${pull.name}: ${await upsert(pull, readFileSync(file, "utf8"), mark)}`);
    });
  registerTests(
    pr.command("test").summary("a machine and a cluster for each pull request, for as long as it is open"),
  );
}

function registerTests(test: Command): void {
  const load = () => import("../pull-request/trial/test.ts");
  waiting(test.command("up"))
    .summary("makes them, tries them, and tells it in a comment")
    .option("--to <file>", "into a file, and nowhere else")
    .action(async (options: TrialOptions) => (await load()).testPullRequest(options));
  waiting(test.command("check"))
    .summary("looks whether they are as they are declared, and changes nothing")
    .action(async (options: TrialOptions) => (await load()).checkTest(options));
  waiting(test.command("down"))
    .summary("destroys them, after whoever is at work on them")
    .action(async (options: TrialOptions) => (await load()).endTest(options));
  waiting(test.command("reap"))
    .summary("destroys all whose pull request is closed, or that nobody has changed for long")
    .option("--days <number>", "how long that is", "7")
    .action(async (options: TrialOptions) => (await load()).reapTests(options));
}

/** Two jobs of one pull request take turns. */
function waiting(command: Command): Command {
  return addressed(command).option("--wait <minutes>", "for another job of the same pull request", "30");
}

/** What a job's environment says by itself. */
function addressed(command: Command): Command {
  return command
    .addOption(new Option("--forge <forge>", "whose API").choices([...forges]))
    .option("--repository <repository>", "owner/name; of GitLab, the project's number or path")
    .option("--number <number>", "of the pull request");
}
