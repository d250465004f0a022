import { CommanderError } from "commander";
import { Refusal } from "../../components/refusal.ts";
import { SandboxFault } from "../../sandbox/fault.ts";
import { SetupFault } from "../setup/fault.mjs";
import { type Exit, exits, Stop } from "./exits.ts";
import { complain, note } from "./log.ts";

/** Tells a person why it ended, and the shell with which code. */
export function explain(error: unknown): Exit {
  // Commander has said it already, or has printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exits.ok : exits.usage;
  if (error instanceof Stop) {
    complain(error.message);
    return error.exit;
  }
  if (error instanceof SetupFault || error instanceof SandboxFault) {
    complain(error.message);
    return exits.failure;
  }
  if (error instanceof Refusal) {
    complain(
      error.problems.length === 1 ? error.message : `${error.problems.length} problems\n\n${error.message}`,
    );
    return exits.failure;
  }
  complain("this is a bug in the lab command, not a mistake of yours:");
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exits.failure;
}
