import type { Command } from "commander";
import { isLive, type Lab } from "../../../components/lab/index.ts";
import { checkout } from "../../setup/paths.mjs";
import { run } from "../../setup/run.mjs";
import { imageFolders } from "../data/image-folders.ts";
import { labsOf } from "../data/stacks.ts";
import { touchedBy } from "../data/touched.ts";
import { exits, Stop } from "../exits.ts";
import { say, sayJson } from "../log.ts";

export function register(program: Command): void {
  program
    .command("touched")
    .summary("the stacks that commits have touched, a line for each: what a job has to apply")
    .requiredOption("--since <commit>", "what has been applied already")
    .option("--json", "with the programs of our own whose images they touch")
    .action(tell);
}

async function tell({ since, json }: { since: string; json?: true }): Promise<void> {
  const files = await changedSince(since);
  const labs = await labsOf(undefined);
  const touched = touchedBy(
    files,
    Object.fromEntries(labs.map((lab) => [lab.name, programsOf(lab)])),
    Object.keys(imageFolders()),
  );
  if (json) return sayJson(touched);
  for (const stack of touched.stacks) say(stack);
}

/** Both names of what was moved: it is missing where it was. */
async function changedSince(commit: string): Promise<string[]> {
  const words = ["diff", "--name-only", "--no-renames", "-z", "--end-of-options", commit, "HEAD", "--"];
  const { code, output, failure } = await run("git", words, { cwd: checkout });
  if (code === 0) return output.split("\0").filter(Boolean);
  throw new Stop(
    `Git does not tell what has changed since ${commit}: ${failure ?? output.trim()}\n  fix: name a commit that is in this checkout; a job needs all of them (fetch-depth: 0)`,
    exits.usage,
  );
}

function programsOf({ services }: Lab): string[] {
  return services.filter(isLive).flatMap(({ program }) => program ?? []);
}
