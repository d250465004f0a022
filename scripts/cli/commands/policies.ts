import type { Command } from "commander";
import { policyRecords } from "../data/policy-record.ts";
import { labsOf } from "../data/stacks.ts";
import { say, sayJson } from "../log.ts";
import { policiesTable } from "../view/policies.ts";

export function register(program: Command): void {
  program
    .command("policies")
    .summary("what every preview is held to, and who is excused from it")
    .option("--json", "one JSON array, for scripts")
    .action(list);
}

async function list({ json }: { json?: true }): Promise<void> {
  const policies = policyRecords(await labsOf(undefined));
  if (json) return sayJson(policies);
  say(policiesTable(policies));
}
