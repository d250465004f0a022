import { isOutside, vendorsOf } from "../../components/inventory/index.ts";
import type { Lab, Service } from "../../components/lab/index.ts";
import { Scheduler } from "../placement/index.ts";
import type { Programs } from "../programs/index.ts";
import { fatesOf } from "./fates.ts";
import { type Loss, lossOf, type Outage } from "./outage.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";
import type { DrillReport } from "./report.ts";

/** Takes something away, lets the scheduler place what is left over, and says what became of each service. */
export async function drill(
  outage: Outage,
  labs: readonly Lab[],
  lifecycles: string[],
  programs: Programs,
): Promise<DrillReport> {
  // First, because a name that nobody has needs no scheduler.
  const loss = lossOf(outage, labs);
  const scheduler = await Scheduler.open(programs);
  try {
    return await drillWith(scheduler, outage, loss, labs, lifecycles);
  } finally {
    await scheduler.close();
  }
}

/** The same by a scheduler that is there already. */
export async function drillWith(
  scheduler: Scheduler,
  outage: Outage,
  loss: Loss,
  labs: readonly Lab[],
  lifecycles: string[],
): Promise<DrillReport> {
  const rehearsals: Rehearsal[] = [];
  for (const lab of labs)
    for (const cluster of Object.keys(lab.inventory.clusters))
      rehearsals.push(await rehearse(cluster, lab, lifecycles, loss, scheduler));
  const deployed = labs.map((lab) => ({ ...lab, services: lab.services.filter(isDeployed(lifecycles)) }));
  return {
    outage: [outage.kind, "name" in outage ? outage.name : ""].filter(Boolean).join(" "),
    gone: [
      ...loss.machines,
      ...[...loss.cards].map((name) => `GPU of ${name}`),
      ...(loss.internet ? ["internet"] : []),
    ],
    unheard: loss.internet ? vendorsOutside(labs) : [],
    services: fatesOf(deployed, rehearsals, loss),
  };
}

function vendorsOutside(labs: readonly Lab[]): string[] {
  return [...new Set(labs.flatMap(({ inventory }) => vendorsOf(inventory)))].filter(isOutside);
}

function isDeployed(lifecycles: string[]): (service: Service) => boolean {
  return ({ lifecycle }) => lifecycles.includes(lifecycle);
}
