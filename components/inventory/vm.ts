import { z } from "zod";
import { fault } from "../fault.ts";
import { absolutePath, disk, label } from "../units/index.ts";
import { cloudImage } from "./cloud-image.ts";
import { computer } from "./common.ts";
import { passedGpu } from "./gpu.ts";

/** GitHub's runners: each a container that takes one job, and is gone. */
const githubRunners = z.strictObject({
  count: z.int().positive(),
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, fault("not a repository of GitHub", 'write "owner/repository"')),
  labels: z.array(label).min(1),
  image: z
    .string()
    .regex(/^\S+:\S+@sha256:[0-9a-f]{64}$/, fault("not a pinned image", 'write "image:tag@sha256:..."')),
  /** The token of the config that may register runners. */
  token: label,
});

/** Proxmox Backup Server: it keeps what it is given in a dataset of a hypervisor, shared over NFS. */
const backupServer = z.strictObject({
  datastore: label,
  dataset: z
    .string()
    .regex(/^[^/]+\/[^/]+\/[^/]+$/, fault("not a dataset", 'write "hypervisor/pool/dataset"')),
});

/** What only this machine needs. A secret is never written here, only the name of a token. */
const ownSetup = z.strictObject({
  packages: z.array(z.string()).default([]),
  files: z.record(absolutePath, z.union([z.string(), z.strictObject({ fromConfig: label })])).default({}),
  commands: z.array(z.string()).default([]),
});

export const vm = z.strictObject({
  kind: z.literal("vm"),
  ...computer,
  disk,
  on: label,
  /** Its number in Proxmox. By itself 1000 and the last part of its address: 192.168.1.143 is 1143. */
  id: z.int().min(100).max(999_999_999).optional(),
  image: cloudImage.default("ubuntu-24.04"),
  /** Where its disk lies: the disk of its hypervisor itself, or a pool of it. */
  storage: label.default("local-lvm"),
  bridge: label.default("vmbr0"),
  gpu: passedGpu.optional(),
  /** Holds data: never replaced or removed, only changed. */
  stateful: z.boolean().default(false),
  /** Virtio queues of its network card. By itself one a thread, so that a fast network can use every core. */
  queues: z.int().positive().max(64).optional(),
  /** What others need as they start is started first. */
  starts: z.enum(["first", "normal", "last"]).default("normal"),
  backup: z.union([z.enum(["daily", "weekly"]), z.strictObject({ never: z.string() })]).default("daily"),
  /** Started again by the cluster when it fails; never on the same hypervisor as the others of its group. */
  ha: z.strictObject({ apart: label.optional() }).optional(),
  githubRunners: githubRunners.optional(),
  backupServer: backupServer.optional(),
  setup: ownSetup.optional(),
});

export type Vm = z.output<typeof vm>;
