import type { ClusterCapacity, NodeCapacity, Room } from "../../../sandbox/index.ts";
import { table } from "../table.ts";
import { colours } from "../terminal.ts";

type Unplaced = ClusterCapacity["unplaced"][number];

export function unplaced(clusters: readonly ClusterCapacity[]): Unplaced[] {
  return clusters.flatMap((cluster) => cluster.unplaced);
}

/** A table for each cluster: what is asked of what is there; and below it, what waits. */
export function capacityReport(clusters: readonly ClusterCapacity[]): string {
  return clusters.map(clusterReport).join("\n\n");
}

/** In a line whether everything finds a place, and which node is the fullest; or what does not, and why. */
export function placementInWords(clusters: readonly ClusterCapacity[]): string {
  const nodes = clusters.flatMap((cluster) => cluster.nodes);
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, 0);
  const homeless = unplaced(clusters);
  const fill = ({ memory }: NodeCapacity) => memory.requested / memory.declared;
  const fullest = nodes.toSorted((a, b) => fill(b) - fill(a))[0];
  const words = fullest
    ? `fullest: ${fullest.node}, ${percent(fullest.memory)} of its memory`
    : "no cluster has a node";
  const verdict =
    homeless.length === 0
      ? colours.green(`${pods} pods find a node`)
      : colours.red(`${homeless.length} of ${pods + homeless.length} pods find no node`);
  return [`${colours.bold("placement")}  ${verdict}  ${colours.dim(words)}`, ...homeless.map(waiting)].join(
    "\n",
  );
}

function clusterReport({ cluster, nodes, shared, unplaced }: ClusterCapacity): string {
  const disks = Object.entries(shared).map(([name, bytes]) => `${name} ${inGiga(bytes)} Gi`);
  return [
    `${colours.bold(cluster)}${disks.length > 0 ? colours.dim(`  shared disks: ${disks.join(", ")}`) : ""}`,
    table(nodes, [
      { title: "  node", cell: ({ node }) => `  ${node}` },
      {
        title: "memory Gi",
        cell: ({ memory }) => inUse(memory, inGiga),
        paint: byFill(({ memory }) => memory),
      },
      { title: "", cell: ({ memory }) => percent(memory) },
      { title: "cores", cell: ({ cpu }) => inUse(cpu, rounded), paint: byFill(({ cpu }) => cpu) },
      { title: "gpu slices", cell: ({ gpu }) => (gpu.declared > 0 ? inUse(gpu, rounded) : "") },
      {
        title: "disk Gi",
        cell: ({ storage }) => inUse(storage, inGiga),
        paint: byFill(({ storage }) => storage),
      },
      { title: "pods", cell: ({ pods }) => String(pods.length) },
    ]),
    ...unplaced.map(waiting),
  ].join("\n");
}

function waiting({ pod, reason }: Unplaced): string {
  return `  ${colours.red(`${pod} finds no node:`)} ${reason}`;
}

function inUse({ requested, declared }: Room, said: (amount: number) => string): string {
  return `${said(requested)} of ${said(declared)}`;
}

function percent({ requested, declared }: Room): string {
  return declared > 0 ? `${Math.round((100 * requested) / declared)}%` : "";
}

function byFill(room: (node: NodeCapacity) => Room) {
  return (text: string, node: NodeCapacity): string => {
    const { requested, declared } = room(node);
    if (requested > declared) return colours.red(text);
    return requested > 0.9 * declared ? colours.yellow(text) : text;
  };
}

function inGiga(bytes: number): string {
  return rounded(bytes / 2 ** 30);
}

function rounded(amount: number): string {
  return String(amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10);
}
