import { backupAmounts, keptOf } from "../../backup/index.ts";
import type { Amounts, Inventory } from "../../inventory/index.ts";
import type { Problem } from "../../refusal.ts";
import { bytes, cores, cpuOf, memoryOf } from "../../units/index.ts";
import { ENTRANCE, hasEntrance } from "../entrance.ts";
import type { Lab, Service } from "../lab.ts";
import { type Crowd, containersOf, crowdOf } from "../pods.ts";
import { problem } from "./problem.ts";

/** One of the four sums that a quota limits. */
interface Sum {
  verb: "ask for" | "use";
  noun: string;
  of(amounts: Amounts): number | undefined;
  told(amount: number): string;
}

interface Share {
  service: Service;
  crowd: Crowd;
  /** What one pod takes. */
  each: number;
  /** What of it is the mesh's. */
  proxy: number;
  /** What the way in from the tailnet takes beside it. */
  entrance: number;
  /** What the job takes that keeps its data, while it runs. */
  backup: number;
}

const SUMS: Sum[] = [
  { verb: "ask for", noun: "processor", of: ({ cpu }) => cores(cpu.request), told: cpuOf },
  {
    verb: "use",
    noun: "processor",
    of: ({ cpu }) => (cpu.limit ? cores(cpu.limit) : undefined),
    told: cpuOf,
  },
  { verb: "ask for", noun: "memory", of: ({ memory }) => bytes(memory.request), told: memoryOf },
  { verb: "use", noun: "memory", of: ({ memory }) => bytes(memory.limit), told: memoryOf },
];

/** All pods of a namespace fit into its quota, also at the worst moment: the API server refuses the one that does not. */
export function checkQuotas({ services, inventory }: Lab): Problem[] {
  return Object.entries(inventory.clusters).flatMap(([cluster, { namespaces }]) =>
    Object.entries(namespaces).flatMap(([namespace, { quota }]) => {
      if (!quota) return [];
      const own = services.filter(
        (each) => each.namespace === namespace && "cluster" in each.place && each.place.cluster === cluster,
      );
      return SUMS.flatMap((sum) => exceeded(own, sum, quota, `${namespace} on ${cluster}`, inventory));
    }),
  );
}

/** Told at the file of whoever takes most: there it is mended soonest. */
function exceeded(
  services: Service[],
  sum: Sum,
  quota: Amounts,
  where: string,
  inventory: Inventory,
): Problem[] {
  const allowed = sum.of(quota);
  if (allowed === undefined) return [];
  const shares = services
    .map((service): Share => {
      const amounts = containersOf(service, inventory).map((each) => sum.of(each) ?? 0);
      const [, proxy = 0] = amounts;
      const entrance = hasEntrance(service) ? (sum.of(ENTRANCE) ?? 0) : 0;
      const kept = keptOf(service);
      // What tries the dumps of a server has another such server beside it.
      const trial = kept?.engine ? total(amounts) - proxy : 0;
      const backup = kept ? (sum.of(backupAmounts(kept)) ?? 0) + proxy + trial : 0;
      return { service, crowd: crowdOf(service, inventory), each: total(amounts), proxy, entrance, backup };
    })
    .toSorted((a, b) => taken(b) - taken(a));
  const asked = total(shares.map(taken));
  const [first] = shares;
  if (!first || asked <= allowed) return [];
  return [
    problem(first.service, {
      what: `the pods of ${where} may ${sum.verb} ${sum.told(asked)} of ${sum.noun}; its quota is ${sum.told(allowed)}.`,
      facts: shares.map((share) => told(share, sum)),
      fix: "let one of them ask for less or run less often, or raise the quota in the inventory",
    }),
  ];
}

function taken({ crowd, each, entrance, backup }: Share): number {
  return each * (crowd.usual + crowd.updating + crowd.migrating) + entrance + backup;
}

function told(share: Share, sum: Sum): string {
  const { service, crowd, each, proxy } = share;
  const { usual, updating, migrating } = crowd;
  const count = [
    service.scale ? `${usual} at most by its autoscaler` : `${usual}`,
    ...(updating ? [`${updating} while it is updated`] : []),
    ...(migrating ? [`${migrating} for its migration`] : []),
    ...(share.backup ? [`${sum.told(share.backup)} for its backup`] : []),
  ];
  const mesh = proxy > 0 ? ` (${sum.told(proxy)} of it for the mesh)` : "";
  return `${service.name} ${sum.told(taken(share))}: pods of ${sum.told(each)}${mesh}, ${count.join(" and ")}`;
}

function total(amounts: number[]): number {
  return amounts.reduce((whole, amount) => whole + amount, 0);
}
