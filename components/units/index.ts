export { cidr, contains, ipv4, overlap } from "./address.ts";
export { type Cpu, type CpuRange, cores, cpu, cpuOf, cpuRange } from "./cpu.ts";
export { type Disk, disk, diskBytes } from "./disk.ts";
export { bytes, type Memory, type MemoryRange, memory, memoryOf, memoryRange } from "./memory.ts";
export { absolutePath, domain, label, portNumber } from "./names.ts";
export { type Percent, partOf, percent } from "./percent.ts";
export { schedule } from "./schedule.ts";
