import { z } from "zod";

const pciDevice = z.strictObject({
  /** Where it sits: 0000:01:00.0. */
  id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/),
  vendor: z.string().regex(/^0x[0-9a-f]{4}$/),
  device: z.string().regex(/^0x[0-9a-f]{4}$/),
  subsystemVendor: z.string().optional(),
  subsystemDevice: z.string().optional(),
  class: z.string().default("0x030000"),
  iommugroup: z.int().default(-1),
  vendorName: z.string().default(""),
  name: z.string(),
});

const usbDevice = z.strictObject({
  vendor: z.string().regex(/^[0-9a-f]{4}$/),
  product: z.string().regex(/^[0-9a-f]{4}$/),
  bus: z.int().default(1),
  port: z.string().default("1"),
  name: z.string(),
});

const node = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9-]*$/),
  address: z.string(),
  cores: z.int().positive(),
  memory: z.int().positive(),
  cpu: z.string().default("x86-64"),
  pci: z.array(pciDevice).default([]),
  usb: z.array(usbDevice).default([]),
  /** A node that is down answers nothing that is asked of it. */
  online: z.boolean().default(true),
});

const storage = z.strictObject({
  storage: z.string(),
  type: z.enum(["dir", "zfspool", "lvmthin", "lvm", "nfs", "cifs", "pbs"]),
  /** As the vendor keeps it: path, pool, server, export, content, nodes, … */
  options: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** Bytes that it holds on each node. */
  size: z
    .int()
    .positive()
    .default(500 * 2 ** 30),
  /** What lies there already: { "iso/debian.iso": 700_000_000 }. */
  volumes: z.record(z.string(), z.int().nonnegative()).default({}),
});

export const seedSchema = z.strictObject({
  cluster: z.string().default("pve"),
  version: z.string().default("9.1.2"),
  nodes: z.array(node).min(1),
  storages: z.array(storage).default([]),
  users: z.array(z.strictObject({ id: z.string(), password: z.string().optional() })).default([]),
  tokens: z
    .array(
      z.strictObject({
        /** Whole, as a client sends it: root@pam!lab=<uuid>. */
        token: z.string().regex(/^[^!\s]+![\w.-]+=[0-9a-f-]{36}$/),
        privsep: z.boolean().default(false),
      }),
    )
    .default([]),
  /** How long a task takes. */
  taskMs: z.int().nonnegative().default(200),
  /** What a URL holds that a node is told to download from: without an entry it is a file of 1 MiB. */
  downloads: z.record(z.string(), z.int().nonnegative()).default({}),
});

export type ProxmoxSeed = z.infer<typeof seedSchema>;
export type SeedNode = ProxmoxSeed["nodes"][number];
