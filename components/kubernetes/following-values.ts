import type { Inventory } from "../inventory/index.ts";
import { longhornValues } from "../storage/index.ts";
import type { ChartService } from "./cluster-service.ts";
import { linkerdValues } from "./linkerd.ts";
import type { PlannedValues } from "./manifest.ts";
import { sealingValues } from "./sealing.ts";

/** Charts whose values follow from the inventory in part, by their names. */
const FOLLOWS: Record<string, (cluster: string, inventory: Inventory) => PlannedValues> = {
  "linkerd-control-plane": linkerdValues,
  longhorn: longhornValues,
  "sealed-secrets": sealingValues,
};

/** What a chart is told besides that which its service says. */
export function followingValues({ chart, place }: ChartService, inventory: Inventory): PlannedValues {
  return FOLLOWS[chart.name]?.(place.cluster, inventory) ?? {};
}

/** Both together; where they speak of one thing, the service has the last word. */
export function together(following: PlannedValues, said: PlannedValues): PlannedValues {
  return Object.fromEntries(
    Object.entries({ ...following, ...said }).map(([key, value]) => {
      const other = following[key];
      return [key, isMap(other) && isMap(value) ? together(other, value) : value];
    }),
  );
}

function isMap(value: PlannedValues[string] | undefined): value is PlannedValues {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("text" in value);
}
