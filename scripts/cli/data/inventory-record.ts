import { gpuOf, type Inventory, tailnetAddress } from "../../../components/inventory/index.ts";
import type { Lab } from "../../../components/lab/index.ts";

/** What `--json` says of what stands somewhere. Scripts read it: a key may be added, never renamed. */
export interface InventoryRecord {
  machines: MachineRecord[];
  clusters: ClusterRecord[];
  networks: NetworkRecord[];
  storage: StorageRecord[];
}

export interface MachineRecord {
  name: string;
  about: string;
  stack: string;
  kind: string;
  site: string;
  lan: string | null;
  tailnet: string | null;
  arch: string | null;
  threads: number | null;
  memory: string | null;
  gpu: { model: string; vram: string; shared: string | null } | null;
  /** The hypervisor under it, or the desktop. */
  on: string | null;
  cluster: string | null;
}

export interface ClusterRecord {
  name: string;
  about: string;
  stack: string;
  site: string;
  version: string;
  domain: string;
  ingress: string;
  storageClass: string;
  nodes: Record<string, "server" | "agent">;
}

export interface NetworkRecord {
  name: string;
  about: string;
  stack: string;
  site: string | null;
  cidr: string;
  gateway: string | null;
}

export interface StorageRecord {
  name: string;
  about: string;
  stack: string;
  site: string;
  machine: string;
  machineKind: string;
  kind: "pool" | "dataset" | "share";
  /** Its size, or the protocol by which others reach it. */
  offers: string;
  path: string | null;
}

export function inventoryRecord(labs: Lab[]): InventoryRecord {
  return {
    machines: labs.flatMap(machines),
    clusters: labs.flatMap(clusters),
    networks: labs.flatMap(networks),
    storage: labs.flatMap(storage),
  };
}

function machines({ name: stack, inventory }: Lab): MachineRecord[] {
  return Object.entries(inventory.machines).map(([name, machine]) => ({
    name,
    about: machine.about,
    stack,
    kind: machine.kind,
    site: machine.site,
    lan: machine.lan ?? null,
    tailnet: tailnetAddress(name, inventory) ?? null,
    arch: "arch" in machine ? machine.arch : null,
    threads: "threads" in machine ? (machine.threads ?? null) : null,
    memory: "memory" in machine ? machine.memory : null,
    gpu: gpu(inventory, name),
    on: "on" in machine ? machine.on : "under" in machine ? machine.under : null,
    cluster: Object.entries(inventory.clusters).find(([, { nodes }]) => name in nodes)?.[0] ?? null,
  }));
}

function gpu(inventory: Inventory, machine: string): MachineRecord["gpu"] {
  const card = gpuOf(inventory, machine);
  if (!card) return null;
  const { model, vram, sharing } = card;
  return { model, vram, shared: sharing ? describeSharing(sharing) : null };
}

function describeSharing(sharing: NonNullable<ReturnType<typeof gpuOf>>["sharing"] & object): string {
  if (sharing.mode === "slices") return `${sharing.count} slices`;
  return sharing.mode === "free" ? `${sharing.sharers} sharers` : "over the LAN";
}

function clusters({ name: stack, inventory }: Lab): ClusterRecord[] {
  return Object.entries(inventory.clusters).map(([name, cluster]) => ({
    name,
    stack,
    ...cluster,
    nodes: Object.fromEntries(Object.entries(cluster.nodes).map(([node, { role }]) => [node, role])),
  }));
}

function networks({ name: stack, inventory }: Lab): NetworkRecord[] {
  const { tailnet, sites } = inventory;
  const local = Object.entries(sites).flatMap(([site, { about, networks }]) =>
    Object.entries(networks).map(([name, { cidr, gateway }]) => ({
      name: `${site}/${name}`,
      about,
      stack,
      site,
      cidr,
      gateway: gateway ?? null,
    })),
  );
  const overlay = { about: tailnet.domain, stack, site: null, cidr: tailnet.cidr, gateway: null };
  return [...local, { name: "tailnet", ...overlay }];
}

function storage({ name: stack, inventory }: Lab): StorageRecord[] {
  return Object.entries(inventory.machines).flatMap(([machine, spec]): StorageRecord[] => {
    const home = { stack, site: spec.site, machine, machineKind: spec.kind };
    if (spec.kind === "nas")
      return Object.entries(spec.shares).map(([name, { protocol, path }]) => ({
        ...home,
        name: `${machine}/${name}`,
        about: spec.about,
        kind: "share",
        offers: protocol,
        path,
      }));
    if (spec.kind !== "hypervisor") return [];
    return Object.entries(spec.pools).flatMap(([pool, { layout, capacity, datasets }]) => [
      { ...home, name: pool, about: layout, kind: "pool", offers: capacity, path: null },
      ...Object.entries(datasets).map(
        ([name, { about, share }]): StorageRecord => ({
          ...home,
          name: `${pool}/${name}`,
          about,
          kind: "dataset",
          offers: share ?? "",
          path: null,
        }),
      ),
    ]);
  });
}
