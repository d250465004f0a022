import type { Command } from "commander";
import { SetupFault } from "../../setup/fault.mjs";
import { runningPods } from "../data/pods.ts";
import { serviceRecords } from "../data/service-record.ts";
import { labsOf, stacksNamed } from "../data/stacks.ts";
import { AT_THE_END } from "../engine/checkpoints.ts";
import { exitFor } from "../engine/result.ts";
import { exits } from "../exits.ts";
import { note, say } from "../log.ts";
import { startedSandbox } from "../sandbox/running.ts";
import { colours } from "../terminal.ts";
import { servicesTable } from "../view/services.ts";
import { headline, summary } from "../view/summary.ts";
import { perform } from "./together.ts";

const next = {
  applied: [
    ["npx lab drift --sandbox", "what was changed behind the program's back"],
    ["npx lab sandbox kubectl brain get pods -A", "the cluster itself"],
    ["npx lab drill --node asuna", "what would become of the services without a machine"],
    ["npx lab sandbox stop", "ends all of it, and keeps what it knows"],
  ],
  previewed: [
    ["npx lab preview homelab", "what an update would change"],
    ["npx lab urls", "every address, also from outside"],
    ["npx lab --help", "everything else"],
  ],
} as const;

export function register(program: Command): void {
  program
    .command("start")
    .summary("the whole lab in the sandbox: starts it, applies every stack, shows what runs where")
    .action(start);
}

async function start(): Promise<void> {
  const sandbox = await startSandbox();
  const results = sandbox
    ? await perform("up", stacksNamed([]), [], { sandbox: true }, AT_THE_END)
    : await perform("preview", stacksNamed([]), [], {});
  const exit = exitFor(results);
  process.exitCode = exit;
  if (exit !== exits.ok) return say(results.map((result) => summary(result, false)).join("\n\n"));

  const labs = await labsOf(undefined);
  const pods = sandbox ? await runningPods(sandbox) : new Map<string, string[]>();
  say(results.map((result) => headline(result)).join("\n"));
  say(`\n${servicesTable(labs.flatMap(serviceRecords), { pods })}\n`);
  const commands = sandbox ? next.applied : next.previewed;
  for (const [command, about] of commands) say(`  ${colours.cyan(command.padEnd(43))}${colours.dim(about)}`);
}

/** Undefined on a machine that cannot have one, which can still preview everything. */
async function startSandbox() {
  try {
    return await startedSandbox();
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error;
    note(`${error.message}\n  Previewing instead.`);
    return undefined;
  }
}
