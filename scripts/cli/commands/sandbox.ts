import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Command } from "commander";
import { progressLine } from "../../setup/progress.mjs";
import { confirm, mustBeAbleToConfirm } from "../confirm.ts";
import { exits, Stop } from "../exits.ts";
import { note, say, sayJson } from "../log.ts";
import { proposal } from "../nearest.ts";
import { checkoutSandbox, existingSandbox, sandboxToEnd, startedSandbox } from "../sandbox/running.ts";
import { apisTable, partsTable } from "../view/sandbox.ts";
import { register as registerFault } from "./sandbox-fault.ts";

export function register(program: Command): void {
  const sandbox = program
    .command("sandbox")
    .summary("the whole lab on this machine: start, stop, status, reset, logs, kubectl, fault")
    .helpCommand(false);
  sandbox
    .command("start")
    .summary("starts whatever of it does not run")
    .action(async () => void (await startedSandbox()));
  sandbox.command("stop").summary("ends its processes, and keeps what they know").action(stop);
  sandbox
    .command("status")
    .summary("its parts, and where they listen")
    .option("--json", "one JSON document, for scripts")
    .action(status);
  sandbox
    .command("reset")
    .summary("ends its processes, and forgets everything")
    .option("--yes", "do not ask; required where there is no terminal")
    .action(reset);
  sandbox
    .command("logs <part>")
    .summary("what a part has said: etcd, emulators, brain/api-server ...")
    .option("--follow", "and go on")
    .action(logs);
  sandbox
    .command("kubectl <cluster> [arguments...]")
    .summary("kubectl, as the cluster's administrator: lab sandbox kubectl brain get pods -A")
    .passThroughOptions()
    .allowUnknownOption()
    .action(kubectl);
  registerFault(sandbox);
}

async function stop(): Promise<void> {
  const line = progressLine("sandbox");
  const stopped = await (await sandboxToEnd()).stop(line.update);
  line.done(stopped.length > 0 ? `stopped, ${stopped.length} parts` : "did not run");
}

async function status({ json }: { json?: true }): Promise<void> {
  const { parts, apis } = await (await checkoutSandbox()).status();
  const isDown = parts.length === 0 || parts.some(({ state }) => state !== "ready");
  if (isDown) process.exitCode = exits.failure;
  if (json) return sayJson({ parts, apis: apis.map(({ name, url }) => ({ name, url })) });
  if (parts.length === 0) return note("There is no sandbox yet: npx lab sandbox start");
  say(`${partsTable(parts)}\n\n${apisTable(apis)}`);
  if (isDown) note("\nnpx lab sandbox start  starts what does not run");
}

async function reset({ yes }: { yes?: true }): Promise<void> {
  mustBeAbleToConfirm("reset", yes ?? false);
  if (!yes) await confirm({ text: "Everything in the sandbox will be gone. Go on? [y/N] ", expected: "y" });
  await (await sandboxToEnd()).reset();
  note("The sandbox is gone. npx lab sandbox start  makes a new one.");
}

async function logs(part: string, { follow }: { follow?: true }): Promise<void> {
  const sandbox = await checkoutSandbox();
  const names = (await sandbox.status()).parts.map(({ name }) => name);
  if (!names.includes(part))
    throw new Stop(`there is no part "${part}"; ${proposal(part, names)}`, exits.usage);
  const log = sandbox.logOf(part);
  if (!existsSync(log)) return note(`${part} has said nothing yet.`);
  await handOver("tail", ["-n", "+1", ...(follow ? ["-F"] : []), log]);
}

async function kubectl(cluster: string, words: string[]): Promise<void> {
  const sandbox = await existingSandbox();
  const clusters = await sandbox.clusters();
  const found = clusters.find(({ name }) => name === cluster);
  const names = clusters.map(({ name }) => name);
  if (!found) throw new Stop(`there is no cluster "${cluster}"; ${proposal(cluster, names)}`, exits.usage);
  await handOver(sandbox.program("kubectl"), ["--kubeconfig", found.plane.kubeconfig, ...words]);
}

/** The program has the terminal, and its end is ours. */
async function handOver(command: string, words: string[]): Promise<void> {
  const child = spawn(command, words, { stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code ?? exits.interrupted;
}
