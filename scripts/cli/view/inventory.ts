import type {
  ClusterRecord,
  InventoryRecord,
  MachineRecord,
  NetworkRecord,
  StorageRecord,
} from "../data/inventory-record.ts";
import { type Column, table } from "../table.ts";
import { colours } from "../terminal.ts";

const bold = (text: string) => colours.bold(text);
const dim = (text: string) => colours.dim(text);

const machines: Column<MachineRecord>[] = [
  { title: "machine", cell: ({ name }) => name, paint: bold },
  { title: "kind", cell: ({ kind }) => kind },
  { title: "site", cell: ({ site }) => site },
  { title: "cluster", cell: ({ cluster }) => cluster ?? "", dispensable: 2 },
  { title: "on", cell: ({ on }) => on ?? "", dispensable: 4 },
  { title: "cpu", cell: ({ threads, arch }) => (threads ? `${threads} ${arch}` : ""), dispensable: 3 },
  { title: "memory", cell: ({ memory }) => memory ?? "" },
  { title: "gpu", cell: describeGpu, atLeast: 8 },
  { title: "lan", cell: ({ lan }) => lan ?? "" },
  { title: "tailnet", cell: ({ tailnet }) => tailnet ?? "", dispensable: 6 },
  { title: "about", cell: ({ about }) => about, atLeast: 16, dispensable: 5, paint: dim },
];

const clusters: Column<ClusterRecord>[] = [
  { title: "cluster", cell: ({ name }) => name, paint: bold },
  { title: "site", cell: ({ site }) => site },
  { title: "release", cell: ({ version }) => version },
  { title: "nodes", cell: ({ nodes }) => Object.keys(nodes).join(" "), atLeast: 16 },
  { title: "ingress", cell: ({ ingress }) => ingress, dispensable: 2 },
  { title: "storage", cell: ({ storageClass }) => storageClass, dispensable: 3 },
  { title: "domain", cell: ({ domain }) => domain, dispensable: 1 },
  { title: "about", cell: ({ about }) => about, atLeast: 16, dispensable: 4, paint: dim },
];

const networks: Column<NetworkRecord>[] = [
  { title: "network", cell: ({ name }) => name, paint: bold },
  { title: "addresses", cell: ({ cidr }) => cidr },
  { title: "gateway", cell: ({ gateway }) => gateway ?? "" },
  { title: "about", cell: ({ about }) => about, atLeast: 16, dispensable: 1, paint: dim },
];

const storage: Column<StorageRecord>[] = [
  { title: "storage", cell: ({ name }) => name, paint: bold },
  { title: "kind", cell: ({ kind }) => kind },
  { title: "machine", cell: ({ machine }) => machine },
  { title: "offers", cell: ({ offers }) => offers },
  { title: "path", cell: ({ path }) => path ?? "", atLeast: 16, dispensable: 2 },
  { title: "about", cell: ({ about }) => about, atLeast: 16, dispensable: 1, paint: dim },
];

/** One table for each section that has anything to show. */
export function inventoryTables(inventory: InventoryRecord, width?: number): string {
  return [
    section(inventory.machines, machines, width),
    section(inventory.clusters, clusters, width),
    section(distinct(inventory.networks), networks, width),
    section(inventory.storage, storage, width),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function section<Row>(rows: Row[], columns: Column<Row>[], width?: number): string {
  return rows.length > 0 ? table(rows, columns, width) : "";
}

/** Stacks share houses: the same network is told once. */
function distinct(all: NetworkRecord[]): NetworkRecord[] {
  return [...new Map(all.map((network) => [network.name, network])).values()];
}

function describeGpu({ gpu }: MachineRecord): string {
  if (!gpu) return "";
  return [gpu.model, gpu.vram, gpu.shared && `(${gpu.shared})`].filter(Boolean).join(" ");
}
