import { ApiError } from "../framework/index.ts";
import type { DeviceRequest } from "./container-request.ts";
import type { DockerSeed } from "./seed.ts";

/** A card's name of its own, as nvidia-smi shows it. */
function gpuId(index: number, { name }: DockerSeed): string {
  return `GPU-${Buffer.from(`${name}/${index}`)
    .toString("hex")
    .padEnd(32, "0")
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}`;
}

/** Asked for when a container starts, not when it is made: so it is with the Engine. */
export function refuseGpus(requests: DeviceRequest[], seed: DockerSeed): void {
  for (const { Driver, Count, DeviceIDs, Capabilities } of requests) {
    const wanted = Capabilities ?? [];
    const isNvidia = Driver === "nvidia" || (Driver === "" && wanted.some((all) => all.includes("gpu")));
    if (!isNvidia || seed.gpus.length === 0)
      throw new ApiError(
        500,
        `could not select device driver "${Driver}" with capabilities: ${listed(wanted)}`,
      );
    const known = seed.gpus.flatMap((_, index) => [String(index), gpuId(index, seed)]);
    const unknown = (DeviceIDs ?? []).find((id) => !known.includes(id));
    if (unknown !== undefined || Count > seed.gpus.length)
      throw new ApiError(
        500,
        `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stdout: , stderr: Auto-detected mode as 'legacy'\nnvidia-container-cli: device error: ${unknown ?? seed.gpus.length}: unknown device: unknown`,
      );
  }
}

/** As Go prints a list of lists. */
function listed(capabilities: string[][]): string {
  return `[${capabilities.map((all) => `[${all.join(" ")}]`).join(" ")}]`;
}
