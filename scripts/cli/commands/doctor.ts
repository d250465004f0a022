import type { Command } from "commander";
import { diagnose, isSound } from "../../setup/index.mjs";
import { exits } from "../exits.ts";
import { note, say, sayJson } from "../log.ts";
import { findingsTable } from "../view/findings.ts";

interface Options {
  json?: boolean;
}

export function register(program: Command): void {
  program
    .command("doctor")
    .summary("what is here, where it came from, what is missing and how to get it")
    .option("--retry", "ask again for the plugins that could not be had")
    .option("--json", "one JSON array, for scripts")
    .action(examine);
}

async function examine({ json }: Options): Promise<void> {
  const findings = await diagnose();
  const sound = isSound(findings);
  if (!sound) process.exitCode = exits.failure;
  if (json) return sayJson(findings);
  say(findingsTable(findings));
  note(sound ? "\nPreviews can run." : "\nPreviews cannot run yet: see what is missing, above.");
}
