import { z } from "zod";
import { label, memory } from "../units/index.ts";

/** Of the card's own memory, once it has loaded what it works with. Who says it is proved to fit beside the others. */
const vram = memory.optional();

/** A share of a card: counted slices, or a seat on a card that nobody counts. */
const gpuUse = z.strictObject({ slices: z.int().positive(), vram });

const onCluster = z.strictObject({
  cluster: label,
  node: label.optional(),
  labels: z.record(z.string(), z.string()).optional(),
  gpu: gpuUse.optional(),
});

/** Docker hands out the card whole, to as many as ask for it. */
const onDocker = z.strictObject({
  docker: label,
  gpu: z.union([z.boolean(), z.strictObject({ vram })]).default(false),
});

/** Runs on a machine that no stack manages: it is told where it is, and others may need it. */
const onMachine = z.strictObject({ machine: label });

export const place = z.union([onCluster, onDocker, onMachine]);

export type Place = z.output<typeof place>;
export type ClusterPlace = z.output<typeof onCluster>;
export type DockerPlace = z.output<typeof onDocker>;
