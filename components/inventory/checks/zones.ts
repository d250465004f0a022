import type { Inventory } from "../inventory.ts";
import { type Finding, unknown } from "./finding.ts";

/** Names can be made only in what is registered, and a free certificate covers one label below it. */
export function checkZones({ clusters, zones }: Inventory): Finding[] {
  return Object.entries(clusters).flatMap(([name, { domain }]) =>
    zones[domain]
      ? []
      : [
          unknown(
            `the public names of cluster ${name} end in ${domain}, which is not a zone.`,
            domain,
            Object.keys(zones),
          ),
        ],
  );
}
