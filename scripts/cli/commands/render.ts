import { join, resolve } from "node:path";
import type { Command } from "commander";
import { followers, type Left, renderCluster } from "../../../components/gitops/index.ts";
import { servicesOn } from "../../../components/kubernetes/index.ts";
import { buildPrograms } from "../../../components/program/index.ts";
import { labOf } from "../../../stacks/labs.ts";
import { checkout } from "../../setup/paths.mjs";
import { deployedBy } from "../data/deployed.ts";
import { RenderedFolder } from "../data/rendered-folder.ts";
import { StackConfig } from "../engine/stack-config.ts";
import { exits, Stop } from "../exits.ts";
import { note, say } from "../log.ts";
import { differencesInWords, leftInWords, renderedInWords } from "../view/rendered.ts";

interface Options {
  stack: string;
  check?: true;
}

export function register(program: Command): void {
  program
    .command("render [folder]")
    .summary("a folder for ArgoCD, from the same declarations, with its secrets sealed")
    .option("--stack <stack>", "whose clusters", "homelab")
    .option("--check", "write nothing; exit 5 if the folder is not what would be written")
    .action(render);
}

export async function render(named: string | undefined, { stack, check }: Options): Promise<void> {
  const lab = await labOf(stack);
  const following = followers(lab);
  const [first] = following;
  if (!first)
    throw new Stop(
      `no cluster of ${stack} follows Git\n  fix: write gitops: { repository, folder, waves } into its inventory`,
      exits.usage,
    );
  const root = named ? resolve(named) : join(checkout, first[1].folder);
  const folder = new RenderedFolder(root);
  const lifecycles = deployedBy(stack);
  const deployed = following.flatMap(([cluster]) => servicesOn(cluster, lab, lifecycles));
  const [programs, known] = await Promise.all([
    buildPrograms(deployed.flatMap(({ program }) => program ?? [])),
    StackConfig.of(stack).then((config) => config.secrets()),
  ]);

  const files: Record<string, string> = {};
  const left: Left[] = [];
  for (const [cluster, gitops] of following) {
    const today = new Date();
    const args = { lab, programs, lifecycles, known, today, before: folder.read };
    const rendered = await renderCluster(cluster, gitops, args);
    Object.assign(files, rendered.files);
    left.push(...rendered.left);
  }
  const changes = folder.changesFor(files);
  if (left.length > 0) note(leftInWords(left, stack));
  if (check) {
    const differences = differencesInWords(changes, (path) => folder.read(path) !== undefined);
    if (differences === "") return note(`${root} is what would be written`);
    say(differences);
    note(`fix: npx lab render${named ? ` ${named}` : ""}`);
    process.exitCode = exits.changes;
    return;
  }
  folder.write(files, changes);
  say(renderedInWords(root, Object.keys(files).length, changes));
}
