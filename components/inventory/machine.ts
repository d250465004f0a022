import { z } from "zod";
import { ipv4, label } from "../units/index.ts";
import { computer, place } from "./common.ts";
import { gpu, hypervisorGpu } from "./gpu.ts";
import { pool, share } from "./storage.ts";
import { vm } from "./vm.ts";

/** A node of the Proxmox cluster. Its own disk is `local-lvm` to virtual machines, as the installer names it. */
const hypervisor = z.strictObject({
  kind: z.literal("hypervisor"),
  ...computer,
  gpu: hypervisorGpu.optional(),
  pools: z.record(label, pool).default({}),
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
export type Hypervisor = z.output<typeof hypervisor>;
