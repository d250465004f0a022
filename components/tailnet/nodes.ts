import { isSpread, serversOf } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import { tagOf } from "./device.ts";
import type { Opening } from "./opening.ts";

/** What k3s' own way through the tailnet needs: its nodes lead to their pods, whose packets keep their addresses. */
export function openToNodes({ inventory }: Lab): Opening[] {
  return spreadClusters(inventory).flatMap(({ name, spec }): Opening[] => {
    const nodes = nodesOf(spec).map(tagOf);
    const from = [...nodes, spec.pods];
    return [
      {
        from,
        to: serversOf(spec).map(tagOf),
        traffic: ["tcp:6443"],
        because: `nodes and pods of ${name} ask its servers`,
      },
      {
        from,
        to: nodes,
        // The kubelet, and images that one node has for another.
        traffic: ["tcp:10250", "tcp:5001"],
        because: `nodes of ${name} work together`,
      },
      {
        from,
        to: [spec.pods],
        // Its network policies say more: the tailnet knows no pod.
        traffic: ["tcp:*", "udp:*"],
        because: `pods of ${name} on one node reach those on another`,
      },
    ];
  });
}

/** Networks of pods, and the nodes that may each lead to a part of one. */
export function podRoutes({ inventory }: Lab): Record<string, string[]> {
  return Object.fromEntries(
    spreadClusters(inventory).map(({ spec }) => [spec.pods, nodesOf(spec).map(tagOf)]),
  );
}

function spreadClusters({ clusters }: Lab["inventory"]) {
  return Object.entries(clusters)
    .map(([name, spec]) => ({ name, spec }))
    .filter(({ spec }) => isSpread(spec));
}

function nodesOf({ nodes }: Lab["inventory"]["clusters"][string]): string[] {
  return Object.keys(nodes);
}
