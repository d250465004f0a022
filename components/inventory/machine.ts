import { z } from "zod";
import { disk, ipv4, label, memory, portNumber } from "../units/index.ts";
import { gpu, passedGpu } from "./gpu.ts";
import { pool, share } from "./storage.ts";

const place = {
  about: z.string(),
  site: label,
  lan: ipv4.optional(),
  /** An address where it is fixed; `true` where the machine is reached by its name in the tailnet. */
  tailnet: z.union([ipv4, z.literal(true)]).optional(),
  /** Programs that run here without any stack: their ports are facts to be told, not things to be made. */
  listens: z.record(label, portNumber).default({}),
};

const computer = {
  ...place,
  arch: z.enum(["amd64", "arm64"]).default("amd64"),
  threads: z.int().positive(),
  memory,
  disk: disk.optional(),
};

/** A node of the Proxmox cluster. */
const hypervisor = z.strictObject({
  kind: z.literal("hypervisor"),
  ...computer,
  gpu: gpu.optional(),
  pools: z.record(label, pool).default({}),
});

const vm = z.strictObject({
  kind: z.literal("vm"),
  ...computer,
  on: label,
  gpu: passedGpu.optional(),
  /** Holds data: never replaced, only changed. */
  stateful: z.boolean().default(false),
  /** Virtio queues of its network card: one a thread lets a fast network use every core. */
  queues: z.int().positive().optional(),
});

const metal = z.strictObject({ kind: z.literal("metal"), ...computer, gpu: gpu.optional() });

/** Linux inside somebody's desktop: WSL2 on Windows, Multipass on a Mac. */
const guest = z.strictObject({
  kind: z.literal("guest"),
  under: z.enum(["wsl2", "multipass"]),
  ...computer,
  gpu: gpu.optional(),
  /** A desktop sleeps and travels: what runs here must not be missed. */
  mayBeDown: z.boolean().default(false),
});

/** A desktop of its own, on which programs listen; never a node of a cluster. */
const workstation = z.strictObject({
  kind: z.literal("workstation"),
  ...computer,
  threads: computer.threads.optional(),
  gpu: gpu.optional(),
  /** Containers may be placed here. */
  docker: z.boolean().default(false),
});

const nas = z.strictObject({ kind: z.literal("nas"), ...place, shares: z.record(label, share) });

const router = z.strictObject({ kind: z.literal("router"), ...place, wan: ipv4.optional() });

export const machine = z.discriminatedUnion("kind", [hypervisor, vm, metal, guest, workstation, nas, router]);

export type Machine = z.output<typeof machine>;
export type Vm = z.output<typeof vm>;
