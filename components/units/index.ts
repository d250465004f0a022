export { cidr, contains, ipv4 } from "./address.ts";
export { type Cpu, type CpuRange, cores, cpuRange } from "./cpu.ts";
export { type Disk, disk } from "./disk.ts";
export { bytes, type Memory, type MemoryRange, memory, memoryOf, memoryRange } from "./memory.ts";
export { absolutePath, domain, label, portNumber, schedule } from "./names.ts";
