import type { ClusterCapacity, Room } from "../../../sandbox/index.ts";
import { unplaced } from "../view/capacity.ts";

/** How full every node would be beside how full it is; what finds no place comes first. */
export function capacitySection(after: ClusterCapacity[], before: ClusterCapacity[]): string {
  if (after.length === 0) return "";
  const known = new Map(before.flatMap(({ nodes }) => nodes.map((node) => [node.node, node])));
  const rows = after.flatMap(({ cluster, nodes }) =>
    nodes.map((node) => {
      const was = known.get(node.node);
      const memory = change(was && inGi(was.memory), inGi(node.memory));
      const gpu = node.gpu.declared > 0 ? change(was && inUse(was.gpu), inUse(node.gpu)) : "";
      return `| ${cluster} | ${node.node} | ${memory} | ${gpu} |`;
    }),
  );
  const homeless = unplaced(after).map(({ pod, reason }) => `- ❌ \`${pod}\` finds no node: ${reason}`);
  const table = ["| cluster | node | memory, Gi | GPU slices |", "|---|---|---|---|", ...rows].join("\n");
  return ["### Nodes", homeless.join("\n"), table].filter(Boolean).join("\n\n");
}

function change(before: string | undefined, after: string): string {
  return before === undefined || before === after ? after : `${before} → **${after}**`;
}

function inGi({ requested, declared }: Room): string {
  return `${Math.round((requested / 2 ** 30) * 10) / 10} of ${Math.round((declared / 2 ** 30) * 10) / 10}`;
}

function inUse({ requested, declared }: Room): string {
  return `${requested} of ${declared}`;
}
