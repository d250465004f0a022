import { z } from "zod";
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

/** A card that its hypervisor hands to the virtual machine, whole, by a resource mapping. */
export const passedGpu = z.strictObject({ from: label, sharing });

export type Sharing = z.output<typeof sharing>;
