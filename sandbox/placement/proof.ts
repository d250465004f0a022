import type { Lab } from "../../components/lab/index.ts";
import type { SandboxCluster } from "../assembly/index.ts";
import { inCluster, nodesOf } from "../control-plane/index.ts";
import type { Programs } from "../programs/index.ts";
import { type ClusterCapacity, capacityOf } from "./capacity.ts";
import { livePlacements } from "./live.ts";
import { plannedPods } from "./planned-pod.ts";
import { Scheduler } from "./trial.ts";

/** How full the clusters of a running sandbox are, and what waits there. */
export async function measure(clusters: readonly SandboxCluster[]): Promise<ClusterCapacity[]> {
  return Promise.all(
    clusters.map(async ({ name, lab, plane }) =>
      capacityOf(name, nodesOf(name, lab.inventory), await inCluster(plane, livePlacements)),
    ),
  );
}

/** Lets a real scheduler place all that a lab deploys on its declared nodes, before anything is applied. */
export async function prove(
  labs: readonly Lab[],
  lifecycles: string[],
  programs: Programs,
): Promise<ClusterCapacity[]> {
  const scheduler = await Scheduler.open(programs);
  try {
    const proofs: ClusterCapacity[] = [];
    for (const lab of labs) {
      for (const cluster of Object.keys(lab.inventory.clusters)) {
        const { inventory } = lab;
        const nodes = nodesOf(cluster, inventory);
        const pods = plannedPods(cluster, lab, lifecycles, nodes);
        proofs.push(capacityOf(cluster, nodes, await scheduler.place({ cluster, inventory, nodes, pods })));
      }
    }
    return proofs;
  } finally {
    await scheduler.close();
  }
}
