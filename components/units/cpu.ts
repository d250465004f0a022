import { z } from "zod";

/** Processor time as Kubernetes writes it: `"500m"` is half a core, `"2"` is two. */
export type Cpu = `${number}m` | `${number}`;
/** What is asked for and what may be used at most: `"500m..2"`; one value asks, and sets no limit. */
export type CpuRange = Cpu | `${Cpu}..${Cpu}`;

const CPU = /^\d+(\.\d+)?m?$/;

export function cores(cpu: Cpu): number {
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu);
}

export const cpuRange = z
  .custom<CpuRange>(
    (value) => typeof value === "string" && value.split("..").every((part) => CPU.test(part)),
    {
      error: ({ input }) =>
        `${JSON.stringify(input) ?? "nothing"} is not an amount of processor: write "500m" (half a core), "2", or "500m..2"`,
    },
  )
  .transform((range): { request: Cpu; limit?: Cpu } => {
    const [request, limit] = range.split("..") as [Cpu, Cpu?];
    return limit ? { request, limit } : { request };
  })
  .refine(({ request, limit }) => !limit || cores(request) <= cores(limit), {
    error: "the range runs backwards: what is asked must not be more than what is allowed",
  });
