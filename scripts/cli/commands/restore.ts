import type { Command } from "commander";
import { stringify } from "yaml";
import { backupServerOn, keptOf } from "../../../components/backup/index.ts";
import { isOnCluster, planRestore } from "../../../components/kubernetes/index.ts";
import { isLive } from "../../../components/lab/index.ts";
import { howToRestore } from "../../../components/recovery/index.ts";
import { labsOf } from "../data/stacks.ts";
import { exits, Stop } from "../exits.ts";
import { note, say } from "../log.ts";
import { proposal } from "../nearest.ts";

export function register(program: Command): void {
  program
    .command("restore <service>")
    .summary(
      "the job that puts back what was kept of a service, for kubectl; and what comes before and after it",
    )
    .option("--snapshot <id>", "which one, as restic calls it", "latest")
    .action(write);
}

/** The job alone goes to the output, so that it can go to kubectl. */
async function write(name: string, { snapshot }: { snapshot: string }): Promise<void> {
  const labs = await labsOf(undefined);
  const kept = labs.flatMap((lab) =>
    lab.services
      .filter((service) => isLive(service) && keptOf(service) && isOnCluster(service))
      .map((service) => ({ lab, service })),
  );
  const found = kept.find(({ service }) => service.name === name);
  if (!found || !isOnCluster(found.service)) {
    const names = kept.map(({ service }) => service.name);
    throw new Stop(`nothing is kept of a service ${name}; ${proposal(name, names)}`, exits.usage);
  }
  const { lab, service } = found;
  if (!backupServerOn(service.place.cluster, lab))
    throw new Stop(`nobody takes backups on ${service.place.cluster}: nothing of ${name} was kept`);
  say(
    stringify(planRestore(service, lab, snapshot), { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd(),
  );
  note(howToRestore(service).join("\n"));
}
