import { Argument, type Command } from "commander";
import { isLive, type Lab } from "../../../components/lab/index.ts";
import { buildPrograms } from "../../../components/program/index.ts";
import { type Check, isMeant, planVerification, wordsIn } from "../../../components/verification/index.ts";
import { labsOf, stacksNamed } from "../data/stacks.ts";
import { verificationRecord } from "../data/verification-record.ts";
import { StackConfig } from "../engine/stack-config.ts";
import { exits, Stop } from "../exits.ts";
import { note, say, sayJson } from "../log.ts";
import { proposal } from "../nearest.ts";
import { exitForResults } from "../verification/outcome.ts";
import { Places } from "../verification/places.ts";
import { ABSENT_FROM_SANDBOX, forSandbox } from "../verification/sandbox.ts";
import { type Result, verify } from "../verification/verify.ts";
import { verificationReport } from "../view/verification.ts";

interface Options {
  sandbox?: true;
  only?: string[];
  json?: true;
}

export function register(program: Command): void {
  program
    .command("verify")
    .summary("whether a lab that runs is what it is declared to be, and every service is well")
    .addArgument(new Argument("[stack...]", "which stacks; all where none is named"))
    .option("--sandbox", "the one on this machine; what it only stands for is told as not seen")
    .option("--only <word...>", "only these topics, places or services: certificates, core, jellyfin")
    .option("--json", "one JSON document, for scripts")
    .action(run);
}

async function run(stacks: string[], options: Options): Promise<void> {
  const { only, json } = options;
  const sandbox = options.sandbox ?? false;
  const labs = (await Promise.all(stacksNamed(stacks).map(labsOf))).flat();
  const asked = await Promise.all(labs.map((lab) => askedOf(lab, sandbox)));
  mustMeanSomething(
    only,
    asked.flatMap(({ checks }) => checks),
  );
  const results: Result[] = [];
  let skipped = 0;
  for (const { checks, places } of asked) {
    const meant = checks.filter((check) => !only || only.some((word) => isMeant(check, word)));
    skipped += checks.length - meant.length;
    note(`looking at ${meant.length} things …`);
    try {
      const absent = sandbox ? ABSENT_FROM_SANDBOX : {};
      const found = await verify(meant, { places, absent, now: new Date() });
      results.push(...(sandbox ? found.map(forSandbox) : found));
    } finally {
      places.close();
    }
  }
  const exit = exitForResults(results);
  process.exitCode = exit;
  if (json) return sayJson({ exit, ...verificationRecord(results, skipped) });
  say(verificationReport(results, skipped));
}

/** What has to be true of a lab, and the ways to look at it. */
async function askedOf(lab: Lab, sandbox: boolean): Promise<{ checks: Check[]; places: Places }> {
  const config = await StackConfig.of(lab.name, sandbox);
  const settings = await config.settings();
  const lifecycles: string[] = settings.deploy;
  const deployed = lab.services.filter((each) => isLive(each) && lifecycles.includes(each.lifecycle));
  const programs = await buildPrograms(deployed.flatMap(({ program }) => program ?? []));
  return {
    checks: planVerification({ lab, programs, lifecycles, gitops: settings.gitops }),
    places: new Places(lab, settings, config.environment),
  };
}

function mustMeanSomething(only: string[] | undefined, checks: Check[]): void {
  for (const word of only ?? [])
    if (!checks.some((check) => isMeant(check, word)))
      throw new Stop(`nothing is meant by "${word}"; ${proposal(word, wordsIn(checks))}`, exits.usage);
}
