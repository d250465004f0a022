import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import { bytes, cores, type Memory } from "../units/index.ts";

type Limits = Pick<
  Unwrap<ContainerArgs>,
  "cpus" | "cpuShares" | "memory" | "memoryReservation" | "memorySwap" | "ulimits"
>;

/** The weight of one core, as the kernel's scheduler counts and Kubernetes does too. */
const SHARES = 1024;
/** Of processes and threads: many times what a program needs, and what no machine falls over. */
const PROCESSES = 4096;

export function limit({ resources }: Pick<Service, "resources">): Limits {
  if (!resources) return {};
  const { cpu, memory } = resources;
  const most = mebibytes(memory.limit);
  return {
    cpuShares: Math.max(2, Math.round(cores(cpu.request) * SHARES)),
    ...(cpu.limit && { cpus: String(cores(cpu.limit)) }),
    ulimits: [{ name: "nproc", soft: PROCESSES, hard: PROCESSES }],
    memory: most,
    // Equal to the memory, which means none: without this line Docker grants as much swap again.
    memorySwap: most,
    // Docker refuses a reservation that is above the limit, and one that equals it says nothing.
    ...(memory.request !== memory.limit && { memoryReservation: mebibytes(memory.request) }),
  };
}

export function mebibytes(memory: Memory): number {
  return Math.ceil(bytes(memory) / 2 ** 20);
}
