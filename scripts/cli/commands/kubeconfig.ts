import type { Command } from "commander";
import { kubeconfigFor, kubeconfigOf } from "../../../components/k3s/identity/index.ts";
import { clusterToEnter, demandRole } from "../data/cluster-entry.ts";
import { labsOf } from "../data/stacks.ts";
import { secretsOf } from "../engine/stack-secrets.ts";
import { note, say } from "../log.ts";

export function register(program: Command): void {
  program
    .command("kubeconfig <cluster>")
    .summary("the way into a cluster: lab kubeconfig core > core.yaml")
    .option("--as <person>", "of one of the people, who may do in it what the inventory says")
    .action(show);
}

/** The kubeconfig alone goes to the output, so that it can go into a file. */
async function show(cluster: string, { as: person }: { as?: string }): Promise<void> {
  const lab = clusterToEnter(cluster, await labsOf(undefined));
  if (person !== undefined) demandRole(person, cluster, lab);
  const secretOf = await secretsOf(lab.name);
  const secret = person === undefined ? kubeconfigOf(cluster, lab) : kubeconfigFor(person, cluster, lab);
  say((await secretOf(secret)).trimEnd());
  note(
    `Whoever has this is ${person ?? "the administrator"} in ${cluster}: keep it in a file that only they can read (chmod 600).\nA cluster that somebody else made has a kubeconfig of its own, and does not know this one.`,
  );
}
