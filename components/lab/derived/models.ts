import { gpuOf } from "../../inventory/index.ts";
import { bytes } from "../../units/index.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { mainPort } from "../urls.ts";

/** What the manager of a Docker host starts and stops, and how much of the card each takes: its `models.json`. */
export function models({ services, inventory }: Lab, manager: Service): string {
  const host = "docker" in manager.place ? manager.place.docker : "";
  const managed = services.filter(
    ({ place, start, ...each }) =>
      start !== "always" && isLive(each) && "docker" in place && place.docker === host,
  );
  return JSON.stringify(
    { vram: mebibytes(gpuOf(inventory, host)?.vram ?? "0Mi"), models: managed.map(modelOf) },
    null,
    2,
  );
}

function modelOf(service: Service) {
  const { name, health, place, start } = service;
  const gpu = "machine" in place ? undefined : place.gpu;
  const vram = typeof gpu === "object" ? gpu.vram : undefined;
  return {
    name,
    port: mainPort(service)?.number,
    ...(health && "ready" in health && { health: health.ready }),
    vram: mebibytes(vram ?? "0Mi"),
    ...(health?.startsWithin && { startsWithin: health.startsWithin }),
    ...(start === "when there is room" && { idleMinutes: "never" }),
  };
}

function mebibytes(memory: Parameters<typeof bytes>[0]): string {
  return `${Math.ceil(bytes(memory) / 2 ** 20)}MiB`;
}
