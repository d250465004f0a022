import { z } from "zod";
import { fault, words } from "../fault.ts";

/** Processor time as Kubernetes writes it: `"500m"` is half a core, `"2"` is two. */
export type Cpu = `${number}m` | `${number}`;
/** What is asked for and what may be used at most: `"500m..2"`; one value asks, and sets no limit. */
export type CpuRange = Cpu | `${Cpu}..${Cpu}`;

const CPU = /^\d+(\.\d+)?m?$/;

export function cores(cpu: Cpu): number {
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
}

/** The same for people, and for Kubernetes: whole cores, or thousandths of one. */
export function cpuOf(cores: number): Cpu {
  const thousandths = Math.round(cores * 1000);
  return thousandths % 1000 === 0 ? `${thousandths / 1000}` : `${thousandths}m`;
}

export const cpu = z.custom<Cpu>(
  (value) => typeof value === "string" && CPU.test(value),
  fault("not an amount of processor", 'write "500m" (half a core) or "2"'),
);

export const cpuRange = z
  .custom<CpuRange>(
    (value) => typeof value === "string" && isRange(value),
    fault("not an amount of processor", 'write "500m" (half a core), "2", or "500m..2"'),
  )
  .transform((range): { request: Cpu; limit?: Cpu } => {
    const [request, limit] = range.split("..") as [Cpu, Cpu?];
    return limit ? { request, limit } : { request };
  })
  .refine(({ request, limit }) => !limit || cores(request) <= cores(limit), {
    error: words(
      "is a range that runs backwards",
      "write what is asked first, then the most that is allowed",
    ),
  });

function isRange(value: string): boolean {
  const parts = value.split("..");
  return parts.length <= 2 && parts.every((part) => CPU.test(part));
}
