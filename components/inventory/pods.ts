import { z } from "zod";
import { bytes, cores, cpu, cpuRange, memory, memoryRange } from "../units/index.ts";

/** What is asked for, and what may be used at most. */
const amounts = z.strictObject({ cpu: cpuRange, memory: memoryRange });
export const amount = z.strictObject({ cpu, memory });

/** Pods that live together, and what they are allowed together. */
export const namespace = z.strictObject({
  /** The sum of what its pods may ask for, and of what they may use at most. */
  quota: amounts.optional(),
  /** Its pods speak with each other through the mesh, encrypted, each by a proxy of its own. */
  mesh: z.boolean().default(false),
});

/** What every container of a cluster is held to. */
export const containers = z.strictObject({
  /** Of one that says nothing: a pod of a chart, or of a runner. */
  default: amounts,
  min: amount,
  max: amount,
});

/** The proxy that a mesh puts beside each container, and which takes of node and quota as any other does. */
export const mesh = z.strictObject({ proxy: amounts });

export type Namespace = z.output<typeof namespace>;
export type Containers = z.output<typeof containers>;
export type Amounts = z.output<typeof amounts>;

/** An amount that no container may ask for or use, and what it may. */
export interface Excess {
  noun: "processor" | "memory";
  amount: string;
  allowed: string;
}

export function excessesOf({ cpu, memory: { request, limit } }: Amounts, { min, max }: Containers): Excess[] {
  const processor = [cpu.request, cpu.limit ?? cpu.request]
    .filter((each) => cores(each) < cores(min.cpu) || cores(each) > cores(max.cpu))
    .map((amount) => ({ noun: "processor" as const, amount, allowed: `${min.cpu} to ${max.cpu}` }));
  const memory = [request, limit]
    .filter((each) => bytes(each) < bytes(min.memory) || bytes(each) > bytes(max.memory))
    .map((amount) => ({ noun: "memory" as const, amount, allowed: `${min.memory} to ${max.memory}` }));
  return [...processor.slice(0, 1), ...memory.slice(0, 1)];
}
