import { writeFileSync } from "node:fs";
import { isLive, type Lab } from "../../../components/lab/index.ts";
import { perform } from "../commands/together.ts";
import { serviceRecords } from "../data/service-record.ts";
import { labsOf, stacksNamed } from "../data/stacks.ts";
import { exitFor } from "../engine/result.ts";
import { exits } from "../exits.ts";
import { note } from "../log.ts";
import { quickProof } from "../sandbox/proof.ts";
import { knownSecrets } from "../secrets/check.ts";
import { type Known, redactorFor } from "../secrets/finder.ts";
import { unplaced } from "../view/capacity.ts";
import { readBase } from "./base.ts";
import { commentOn } from "./comment.ts";
import { headCommit } from "./commit.ts";
import { pullRequestAt, runOf, type Said, targetFrom } from "./target.ts";
import { SAID, upsert } from "./upsert.ts";

export interface PreviewOptions extends Said {
  base?: string;
  to?: string;
  savePlan?: string;
  sandbox?: true;
  proof?: boolean;
}

/** Previews everything, and tells it in one comment, whatever came of it. The exit is that of the preview. */
export async function previewPullRequest(words: string[], options: PreviewOptions): Promise<void> {
  // Asked before anything else is done: a job should not preview for minutes to fail then.
  const target = options.to === undefined ? targetFrom(options, process.env) : undefined;
  const stacks = stacksNamed(words);
  const { proof, sandbox, savePlan } = options;
  const [results, placement = []] = await Promise.all([
    perform("preview", stacks, [], { ...(sandbox && { sandbox }), ...(savePlan && { savePlan }) }),
    proof === false ? undefined : orNothing("nodes are not looked at", quickProof(stacks)),
  ]);
  // A lab that cannot be read is told by its preview: the comment has to be written all the same.
  const labs = await labsOf(undefined).catch((): Lab[] => []);
  const base =
    options.base === undefined
      ? undefined
      : await orNothing("nothing is compared", readBase(options.base, placement.length > 0));
  const { run, url } = runOf(process.env);
  const body = commentOn({
    results,
    placement,
    before: base?.placement ?? [],
    doors: base && { before: base.doors, after: labs.flatMap(serviceRecords) },
    waivers: waiversIn(labs),
    commit: await headCommit(),
    run: url,
  });
  // In the sandbox there is nothing of the house's to be redacted, and nothing of it is opened.
  const redact = await redactorFor(sandbox ? [] : await knownHere(labs));
  const comment = await redact(body);

  const engine = exitFor(results);
  process.exitCode = engine === exits.ok && unplaced(placement).length > 0 ? exits.noRoom : engine;
  if (options.to !== undefined) return writeFileSync(options.to, comment);
  if (target)
    note(
      `${target.repository} ${target.number}: ${SAID[await upsert(pullRequestAt(target), comment, { about: "preview", run })]}`,
    );
}

/** What cannot be had makes the comment poorer, and no worse. */
async function orNothing<T>(consequence: string, found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    note(`${consequence}: ${(error as Error).message}`);
    return undefined;
  }
}

/** Where the config cannot be opened, nothing of it has been: there is nothing of ours that a preview could say. */
async function knownHere(labs: Lab[]): Promise<Known[]> {
  return (
    (await orNothing("only what looks like a secret is redacted", knownSecrets(stacksNamed([]), labs))) ?? []
  );
}

function waiversIn(labs: Lab[]): string[] {
  const live = labs.flatMap(({ services }) => services.filter(isLive));
  return live.flatMap(({ name, waive }) => Object.keys(waive).map((rule) => `${rule} of ${name}`)).sort();
}
