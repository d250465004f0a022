import { PeerProblem } from "../../kit/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Prometheus, Series } from "../peers/index.ts";
import { type Tool, tool } from "./tool.ts";

/** What is used by now, by node: as shares of what the node has. */
const USED = {
  memory: "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
  cpu: '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
  disk: '1 - min by (node) (node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"} / node_filesystem_size_bytes)',
} as const;

const GIB = 2 ** 30;

export function capacityTools(catalogue: Catalogue, prometheus: Prometheus | undefined): Tool[] {
  return [
    tool({
      name: "lab_capacity",
      about:
        "How full every machine is: what its services are promised of processor and memory, and what is used by now. A cluster's own row is what its nodes have left for services that may run on any of them.",
      input: {},
      run: async () => ({
        promised: catalogue.room.map(({ of, isCluster, cpu, memory }) => ({
          [isCluster ? "cluster" : "machine"]: of,
          cores: { has: rounded(cpu.has), asked: rounded(cpu.asked) },
          memoryGiB: { has: rounded(memory.has / GIB), asked: rounded(memory.asked / GIB) },
        })),
        used: prometheus ? await used(prometheus) : "Nobody measures it.",
      }),
    }),
  ];
}

/** What is declared is worth telling, also while nobody says what is used. */
async function used(prometheus: Prometheus): Promise<unknown> {
  try {
    const asked = Object.entries(USED).map(
      async ([what, query]) => [what, shares(await prometheus.now(query))] as const,
    );
    return Object.fromEntries(await Promise.all(asked));
  } catch (error) {
    if (error instanceof PeerProblem) return `Unknown: ${error.message}`;
    throw error;
  }
}

function shares(series: Series[]): Record<string, string> {
  return Object.fromEntries(
    series.map(({ labels, values }) => {
      const value = values.at(-1)?.value;
      const where = labels.node ?? labels.instance ?? "one that has no name";
      return [where, typeof value === "number" ? `${Math.round(value * 100)} %` : "unknown"];
    }),
  );
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
