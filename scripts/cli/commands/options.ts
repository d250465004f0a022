import { resolve } from "node:path";
import { Argument, type Command } from "commander";
import { stacksNamed } from "../data/stacks.ts";
import type { OperationOptions } from "../engine/operation.ts";
import { policyPack } from "../engine/project.ts";
import { exits, Stop } from "../exits.ts";

/** What every command that runs the engine understands. */
export interface EngineOptions {
  json?: true;
  diff?: true;
  policyPack?: string;
  /** Where plans are read, or written. */
  plan?: string;
  savePlan?: string;
  target?: string[];
  all?: true;
  yes?: true;
  expectNoChanges?: true;
  sandbox?: true;
  proof?: boolean;
}

export function engineCommand(program: Command, name: string): Command {
  return program
    .command(name)
    .addArgument(new Argument("[stack...]", "which stacks; words after -- go to pulumi as they are"))
    .option("--json", "one JSON document on standard output, for scripts")
    .option("--diff", "every property that changes, with both values")
    .option("--target <urn...>", "only these resources")
    .option("--sandbox", "in the sandbox: the whole lab on this machine");
}

/** Only after `--` can a word begin with a dash: from there on they are meant for the engine. */
export function split(words: string[]): { stacks: string[]; engineArguments: string[] } {
  const end = words.findIndex((word) => word.startsWith("-"));
  return end < 0
    ? { stacks: words, engineArguments: [] }
    : { stacks: words.slice(0, end), engineArguments: words.slice(end) };
}

/** Stacks that will be changed are named one by one, or all of them on purpose. */
export function stacksToChange(command: string, named: string[], all = false): string[] {
  if (named.length === 0 && !all)
    throw new Stop(
      `name the stack to ${command}, or say --all; known: ${stacksNamed([]).join(", ")}`,
      exits.usage,
    );
  return stacksNamed(named);
}

export function operationOptions(options: EngineOptions, engineArguments: string[]): OperationOptions {
  const { policyPack: named, target, plan, savePlan } = options;
  // The engine runs in the project's folder, wherever the person is.
  const folder = plan ?? savePlan;
  return {
    policyPack: policyPack(named),
    target,
    plans: folder === undefined ? undefined : resolve(folder),
    engineArguments,
  };
}
