import type { Lab } from "../../../components/lab/index.ts";
import type { ClusterCapacity, DrillReport, Outage } from "../../../sandbox/index.ts";
import { progressLine } from "../../setup/progress.mjs";
import { deployedBy } from "../data/deployed.ts";
import { labsOf } from "../data/stacks.ts";

/** Places all that the stacks deploy on their declared nodes. */
export async function fullProof(): Promise<ClusterCapacity[]> {
  const labs = await labsWithClusters(() => true);
  const { ensurePrograms, prove } = await import("../../../sandbox/index.ts");
  return labs.length > 0
    ? prove(labs, lifecyclesOf(labs), await ensurePrograms(progressLine("sandbox")))
    : [];
}

/** The same for some stacks, beside a preview: which does not wait minutes for a scheduler to be built. */
export async function quickProof(stacks: string[]): Promise<ClusterCapacity[] | undefined> {
  const labs = await labsWithClusters((name) => stacks.includes(name));
  if (labs.length === 0) return undefined;
  const { builtPrograms, prove } = await import("../../../sandbox/index.ts");
  const programs = builtPrograms();
  return programs && prove(labs, lifecyclesOf(labs), programs);
}

/** What would become of every service of every stack. */
export async function rehearse(outage: Outage): Promise<DrillReport> {
  const labs = await labsOf(undefined);
  const { drill, ensurePrograms } = await import("../../../sandbox/index.ts");
  return drill(outage, labs, lifecyclesOf(labs), await ensurePrograms(progressLine("sandbox")));
}

async function labsWithClusters(isWanted: (stack: string) => boolean): Promise<Lab[]> {
  const labs = await labsOf(undefined);
  return labs.filter(({ name, inventory }) => isWanted(name) && Object.keys(inventory.clusters).length > 0);
}

function lifecyclesOf(labs: Lab[]): string[] {
  return [...new Set(labs.flatMap(({ name }) => deployedBy(name)))];
}
