import type { Command } from "commander";
import { exits } from "../exits.ts";
import { note, say, sayJson } from "../log.ts";
import { fullProof } from "../sandbox/proof.ts";
import { runningSandbox } from "../sandbox/running.ts";
import { capacityReport, unplaced } from "../view/capacity.ts";

interface Options {
  sandbox?: true;
  json?: true;
}

export function register(program: Command): void {
  program
    .command("capacity")
    .summary("how full every node would be, by a real scheduler; what finds no place, and why")
    .option("--sandbox", "how full they are now, in the sandbox")
    .option("--json", "one JSON document, for scripts: bytes, cores, slices")
    .action(show);
}

async function show({ sandbox, json }: Options): Promise<void> {
  const clusters = sandbox ? await (await runningSandbox()).sandbox.capacity() : await fullProof();
  if (unplaced(clusters).length > 0) process.exitCode = exits.noRoom;
  if (json) return sayJson({ clusters });
  if (clusters.length === 0) return note("No cluster is declared.");
  say(capacityReport(clusters));
}
