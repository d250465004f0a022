import type { IPodSpec } from "kubernetes-models/v1";
import { gpuOf } from "../inventory/index.ts";
import { type Lab, possibleHosts } from "../lab/index.ts";
import type { ClusterService } from "./cluster-service.ts";

const GPU = "nvidia.com/gpu";

/** Slices that Kubernetes counts. A card that is shared freely is no resource: asking for one would wait for ever. */
export function gpuLimits(service: ClusterService, lab: Lab): Record<string, string> {
  const { gpu } = service.place;
  return gpu && !sharesFreely(service, lab) ? { [GPU]: String(gpu.slices) } : {};
}

export function gpuRuntime({ place }: ClusterService): Pick<IPodSpec, "runtimeClassName"> {
  return place.gpu ? { runtimeClassName: "nvidia" } : {};
}

export function gpuEnvironment(service: ClusterService, lab: Lab): Record<string, string> {
  if (!service.place.gpu) return {};
  return {
    NVIDIA_DRIVER_CAPABILITIES: "compute,utility,video",
    // Where the device plugin hands out slices, it sets this; said here, it would hand out every card.
    ...(sharesFreely(service, lab) && { NVIDIA_VISIBLE_DEVICES: "all" }),
  };
}

/** Whether every card that it may be placed beside is one that nobody counts. */
function sharesFreely(service: ClusterService, lab: Lab): boolean {
  const cards = possibleHosts(service, lab.inventory).flatMap(({ name }) => gpuOf(lab.inventory, name) ?? []);
  return cards.length > 0 && cards.every(({ sharing }) => sharing?.mode === "free");
}
