import type { Command } from "commander";
import type { Outage } from "../../../sandbox/index.ts";
import { exits, Stop } from "../exits.ts";
import { say, sayJson } from "../log.ts";
import { rehearse } from "../sandbox/proof.ts";
import { drillReport } from "../view/drill.ts";

interface Options {
  node?: string;
  gpu?: string;
  nas?: string | true;
  internet?: true;
  cluster?: string;
  json?: true;
}

export function register(program: Command): void {
  program
    .command("drill")
    .summary("takes something away on paper: what moves, what waits, what is lost, which addresses go dark")
    .option("--node <machine>", "a machine, and with a hypervisor all that runs on it")
    .option("--gpu <machine>", "its graphics card")
    .option("--nas [machine]", "a file server")
    .option("--internet", "the way out of the house")
    .option("--cluster <cluster>", "all nodes of a cluster")
    .option("--json", "one JSON document, for scripts")
    .action(show);
}

async function show({ json, ...options }: Options): Promise<void> {
  const report = await rehearse(outageOf(options));
  if (json) return sayJson(report);
  say(drillReport(report));
}

function outageOf(options: Omit<Options, "json">): Outage {
  const { node, gpu, nas, internet, cluster } = options;
  if (Object.keys(options).length !== 1)
    throw new Stop(
      "a drill takes one thing away: --node <machine>, --gpu <machine>, --nas, --internet or --cluster <cluster>",
      exits.usage,
    );
  if (node) return { kind: "node", name: node };
  if (gpu) return { kind: "gpu", name: gpu };
  if (cluster) return { kind: "cluster", name: cluster };
  if (internet) return { kind: "internet" };
  return typeof nas === "string" ? { kind: "nas", name: nas } : { kind: "nas" };
}
