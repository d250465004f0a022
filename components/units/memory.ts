import { z } from "zod";
import { fault, words } from "../fault.ts";

/** Memory or disk as Kubernetes writes it: `"512Mi"`, `"8Gi"`. A bare number would be bytes, and nearly always a mistake. */
export type Memory = `${number}${"Ki" | "Mi" | "Gi" | "Ti"}`;
/** What is asked for and what may be used at most: `"1Gi..4Gi"`, or one value for both. */
export type MemoryRange = Memory | `${Memory}..${Memory}`;

const MEMORY = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti)$/;
const FACTOR = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

export function bytes(memory: Memory): number {
  const [, amount, unit] = MEMORY.exec(memory) ?? [];
  if (!amount || !unit) throw new RangeError(`not a size: ${memory}`);
  return Number(amount) * FACTOR[unit as keyof typeof FACTOR];
}

/** For people: the largest unit that keeps the number at one or above, with one decimal at most. */
export function memoryOf(count: number): Memory {
  const unit = (["Ti", "Gi", "Mi"] as const).find((candidate) => count >= FACTOR[candidate]) ?? "Ki";
  return `${Math.round((count / FACTOR[unit]) * 10) / 10}${unit}` as Memory;
}

export const memory = z.custom<Memory>(
  isMemory,
  fault("not a size", 'write a number with its unit: "512Mi" or "8Gi"'),
);

export const memoryRange = z
  .custom<MemoryRange>(
    isRange,
    fault("not an amount of memory", 'write "512Mi", or "1Gi..4Gi" for what is asked and what is allowed'),
  )
  .transform((range) => {
    const [request, limit = request] = range.split("..") as [Memory, Memory?];
    return { request, limit };
  })
  .refine(({ request, limit }) => bytes(request) <= bytes(limit), {
    error: words(
      "is a range that runs backwards",
      "write what is asked first, then the most that is allowed",
    ),
  });

function isMemory(value: unknown): boolean {
  return typeof value === "string" && MEMORY.test(value);
}

function isRange(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const parts = value.split("..");
  return parts.length <= 2 && parts.every(isMemory);
}
