import { z } from "zod";
import { fault } from "../fault.ts";
import { label, memory } from "../units/index.ts";

/** How several programs use one card. */
export const sharing = z.discriminatedUnion("mode", [
  /** The device plugin advertises the card several times; Kubernetes counts the slices. */
  z.strictObject({ mode: z.literal("slices"), count: z.int().positive() }),
  /** Programs use the card side by side and nothing counts: the number is a promise, kept by the declarations. */
  z.strictObject({ mode: z.literal("free"), sharers: z.int().positive() }),
  /** The card is behind an HTTP API of its machine, never a resource of a cluster. */
  z.strictObject({ mode: z.literal("lan") }),
]);

export const gpu = z.strictObject({ model: z.string(), vram: memory, sharing: sharing.optional() });

/** Where a card is plugged in, as `lspci -nn` and the folder /sys/kernel/iommu_groups tell it. */
const pci = z.strictObject({
  /** Without the number of a function: a card's sound goes with its picture, for they are one group. */
  slot: z
    .string()
    .regex(
      /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}$/,
      fault("not a place on the PCI bus", 'write "0000:41:00"'),
    ),
  /** vendor:device of each function, the first one's first. */
  ids: z
    .array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/, fault("not an id of a device", 'write "10de:2204"')))
    .min(1),
  iommuGroup: z.int().nonnegative(),
});

/** A card in a hypervisor, which programs use only where it is passed to a virtual machine. */
export const hypervisorGpu = gpu.extend({ pci });

/** A card that its hypervisor hands to the virtual machine, whole, by a resource mapping. */
export const passedGpu = z.strictObject({ from: label, sharing });

export type Sharing = z.output<typeof sharing>;
export type HypervisorGpu = z.output<typeof hypervisorGpu>;
