import type { Command } from "commander";
import type { ClusterCapacity } from "../../../sandbox/index.ts";
import { quickProof } from "../sandbox/proof.ts";
import type { EngineOptions } from "./options.ts";

export function proving(command: Command): Command {
  return command.option("--no-proof", "do not ask a scheduler whether every pod finds a node");
}

/** Runs while the engine previews. */
export function proofFor(
  stacks: string[],
  { proof }: EngineOptions,
): Promise<ClusterCapacity[] | undefined> | undefined {
  return proof === false ? undefined : quickProof(stacks);
}
