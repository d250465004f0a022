import { writeFileSync } from "node:fs";
import { exits, Stop } from "../../exits.ts";
import { note, say } from "../../log.ts";
import { redactorFor } from "../../secrets/finder.ts";
import { headCommit } from "../commit.ts";
import { pullRequestAt, runOf, type Said, targetFrom } from "../target.ts";
import { SAID, upsert } from "../upsert.ts";
import { accessFrom } from "./bench.ts";
import { trialComment } from "./comment.ts";
import { takeDown } from "./down.ts";
import { reap } from "./reap.ts";
import type { Patience, Step } from "./steps.ts";
import { bringUp, lookAt } from "./up.ts";

export interface TrialOptions extends Said {
  to?: string;
  /** Minutes. */
  wait: string;
  days?: string;
}

/** Makes it, tries it, and tells it in a comment of its own. */
export async function testPullRequest(options: TrialOptions): Promise<void> {
  const access = accessFrom(process.env);
  const number = numberOf(options);
  const target = options.to === undefined ? targetFrom(options, process.env) : undefined;
  const pull = target && pullRequestAt(target);
  const isOpen = async () => pull === undefined || pull.isOpen();
  const trial = await bringUp({ number, access, isOpen, patience: patienceOf(options) });
  exitBy(trial.steps);
  const { run, url } = runOf(process.env);
  const redact = await redactorFor(trial.secrets);
  const comment = await redact(
    trialComment({ number, steps: trial.steps, commit: await headCommit(), run: url }),
  );
  if (options.to !== undefined) return writeFileSync(options.to, comment);
  if (pull && !trial.closed)
    note(`${pull.name}: ${SAID[await upsert(pull, comment, { about: "test", run })]}`);
}

/** Without changing anything. */
export async function checkTest(options: TrialOptions): Promise<void> {
  const number = numberOf(options);
  exitBy(await lookAt({ number, access: accessFrom(process.env), patience: patienceOf(options) }));
}

/** After a pull request was closed, by whoever closed it. */
export async function endTest(options: TrialOptions): Promise<void> {
  const number = numberOf(options);
  const steps = await takeDown({ number, patience: patienceOf(options), force: false });
  if (steps.length === 0) say(`pull request ${number} has no test: nothing to take down`);
  exitBy(steps);
}

/** By the clock: what a job has left behind that was killed, or never came. */
export async function reapTests(options: TrialOptions): Promise<void> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1)
    throw new Stop(`--days ${options.days} is no number of days\n  fix: write --days 7`, exits.usage);
  const { environment } = await import("../../../setup/index.mjs");
  const well = await reap({
    environment: { ...process.env, ...environment() },
    isOpen: (number) =>
      pullRequestAt(targetFrom({ ...options, number: String(number) }, process.env)).isOpen(),
    days,
    patience: patienceOf(options),
    now: new Date(),
  });
  if (!well) process.exitCode = exits.failure;
}

function numberOf({ number, ...said }: TrialOptions): number {
  if (number === undefined) return targetFrom(said, process.env).number;
  const asked = Number(number);
  if (Number.isInteger(asked) && asked > 0 && asked < 1e9) return asked;
  throw new Stop(`--number ${number} is no pull request\n  fix: write --number 12`, exits.usage);
}

function patienceOf({ wait }: TrialOptions): Patience {
  const minutes = Number(wait);
  if (minutes >= 0 && minutes <= 360) return { ms: minutes * 60_000, everyMs: 10_000 };
  throw new Stop(`--wait ${wait} is no number of minutes\n  fix: write --wait 30`, exits.usage);
}

function exitBy(steps: Step[]): void {
  for (const { what, well, why } of steps) say(well ? `${what}: yes` : `${what}: no\n${why}`);
  const failed = steps.find(({ well }) => !well);
  if (failed) process.exitCode = failed.locked ? exits.locked : exits.failure;
}
