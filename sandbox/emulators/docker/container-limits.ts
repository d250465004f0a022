import { ApiError } from "../framework/index.ts";
import type { HostConfig, UpdateRequest } from "./container-request.ts";
import type { DockerSeed } from "./seed.ts";

const leastMemory = 6 * 2 ** 20;

/** What a container may be limited to; the same when it is made and when it is changed. */
type Limits = Pick<
  HostConfig,
  | "Memory"
  | "MemorySwap"
  | "MemoryReservation"
  | "NanoCpus"
  | "CpuPeriod"
  | "CpuQuota"
  | "CpusetCpus"
  | "MemorySwappiness"
  | "BlkioWeight"
>;

export function refuseResources(limits: Limits, seed: DockerSeed): void {
  refuseMemory(limits);
  refuseProcessors(limits, seed);
  if (limits.BlkioWeight !== 0 && (limits.BlkioWeight < 10 || limits.BlkioWeight > 1000))
    refuse("Range of blkio weight is from 10 to 1000");
}

function refuse(message: string): never {
  throw new ApiError(400, message);
}

function refuseMemory({ Memory, MemorySwap, MemoryReservation, MemorySwappiness }: Limits): void {
  if (Memory !== 0 && Memory < leastMemory) refuse("Minimum memory limit allowed is 6MB");
  if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory)
    refuse("Minimum memoryswap limit should be larger than memory limit, see usage");
  if (Memory === 0 && MemorySwap > 0)
    refuse("You should always set the Memory limit when using Memoryswap limit, see usage");
  if (MemorySwappiness !== null && (MemorySwappiness < -1 || MemorySwappiness > 100))
    refuse(`Invalid value: ${MemorySwappiness}, valid memory swappiness range is 0-100`);
  if (MemoryReservation > 0 && MemoryReservation < leastMemory)
    refuse("Minimum memory reservation allowed is 6MB");
  if (Memory > 0 && MemoryReservation > 0 && Memory < MemoryReservation)
    refuse("Minimum memory limit can not be less than memory reservation limit, see usage");
}

function refuseProcessors({ NanoCpus, CpuPeriod, CpuQuota, CpusetCpus }: Limits, { cpus }: DockerSeed): void {
  if (NanoCpus > 0 && CpuPeriod > 0)
    refuse("Conflicting options: Nano CPUs and CPU Period cannot both be set");
  if (NanoCpus > 0 && CpuQuota > 0) refuse("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
  if (NanoCpus < 0 || NanoCpus > cpus * 1e9)
    refuse(`range of CPUs is from 0.01 to ${cpus}.00, as there are only ${cpus} CPUs available`);
  if (CpuPeriod !== 0 && (CpuPeriod < 1000 || CpuPeriod > 1_000_000))
    refuse("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
  if (CpuQuota > 0 && CpuQuota < 1000) refuse("CPU cfs quota can not be less than 1ms (i.e. 1000)");
  if (CpusetCpus === "") return;
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(CpusetCpus)) refuse(`Invalid value ${CpusetCpus} for cpuset cpus`);
  if ((CpusetCpus.match(/\d+/g) ?? []).some((cpu) => Number(cpu) >= cpus))
    refuse(
      `Requested CPUs are not available - requested ${CpusetCpus}, available: ${cpus === 1 ? "0" : `0-${cpus - 1}`}`,
    );
}

export function refuseRestart({ Name, MaximumRetryCount }: HostConfig["RestartPolicy"]): void {
  const invalid = (reason: string) => refuse(`invalid restart policy: ${reason}`);
  if (!["", "no", "always", "on-failure", "unless-stopped"].includes(Name))
    invalid(`unknown policy '${Name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`);
  if (MaximumRetryCount < 0)
    invalid(
      Name === "on-failure"
        ? "maximum retry count cannot be negative"
        : "maximum retry count cannot be negative, and can only be used with 'on-failure'",
    );
  if (MaximumRetryCount > 0 && Name !== "on-failure" && Name !== "")
    invalid("maximum retry count can only be used with 'on-failure'");
  if (MaximumRetryCount > 0 && Name === "")
    invalid("maximum retry count can not be set without a restart policy");
}

/** What is zero in an update stays as it was. */
export function updatedLimits(before: HostConfig, wanted: UpdateRequest, id: string): HostConfig {
  const conflict = (reason: string) => new ApiError(409, `Cannot update container ${id}: ${reason}`);
  const swap = wanted.MemorySwap || before.MemorySwap;
  if (wanted.Memory > 0 && swap > 0 && wanted.Memory > swap)
    throw conflict(
      "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
    );
  if (wanted.NanoCpus > 0 && (before.CpuPeriod > 0 || before.CpuQuota > 0))
    throw conflict(
      `Conflicting options: Nano CPUs cannot be updated as CPU ${before.CpuPeriod > 0 ? "Period" : "Quota"} has already been set`,
    );
  const { RestartPolicy, ...limits } = wanted;
  const given = Object.entries(limits).filter(([, value]) => value !== 0 && value !== "" && value !== null);
  if (RestartPolicy.Name !== "" && before.AutoRemove && RestartPolicy.Name !== "no")
    throw conflict("Restart policy cannot be updated because AutoRemove is enabled for the container");
  return {
    ...before,
    ...Object.fromEntries(given),
    ...(RestartPolicy.Name !== "" && { RestartPolicy }),
  };
}
