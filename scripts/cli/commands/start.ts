import type { Command } from "commander";
import { serviceRecords } from "../data/service-record.ts";
import { labsOf, stacksNamed } from "../data/stacks.ts";
import { projectEngine } from "../engine/project.ts";
import { exitFor } from "../engine/result.ts";
import { run } from "../engine/run.ts";
import { exits } from "../exits.ts";
import { say } from "../log.ts";
import { colours } from "../terminal.ts";
import { watch } from "../view/progress.ts";
import { servicesTable } from "../view/services.ts";
import { headline, summary } from "../view/summary.ts";
import { operationOptions } from "./options.ts";

const next = [
  ["npx lab preview homelab", "what an update would change"],
  ["npx lab urls", "every address, also from outside"],
  ["npx lab --help", "everything else"],
] as const;

export function register(program: Command): void {
  program.command("start").summary("a first look: previews every stack and lists what it runs").action(start);
}

async function start(): Promise<void> {
  const labs = await labsOf(undefined);
  const engine = await projectEngine();
  const asked = operationOptions({}, []);
  const jobs = stacksNamed([]).map((stack) => ({ stack, operation: "preview" as const }));
  const results = await watch(jobs, (job, tally) => run(engine, job, asked, tally));
  const exit = exitFor(results);
  process.exitCode = exit;
  if (exit !== exits.ok) return say(results.map((result) => summary(result, false)).join("\n\n"));

  say(results.map((result) => headline(result)).join("\n"));
  say(`\n${servicesTable(labs.flatMap(serviceRecords))}\n`);
  for (const [command, about] of next) say(`  ${colours.cyan(command.padEnd(25))}${colours.dim(about)}`);
}
