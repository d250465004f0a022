import type { Amounts } from "../inventory/index.ts";
import { isLive, type Service } from "./lab.ts";

/** What the proxy takes through which a service is reached from the tailnet. */
export const ENTRANCE: Amounts = {
  cpu: { request: "10m", limit: "500m" },
  memory: { request: "64Mi", limit: "256Mi" },
};

/** Whether a service is reached from the tailnet by a proxy of its own: on a cluster, which is no device there itself. */
export function hasEntrance(service: Pick<Service, "expose" | "place" | "lifecycle">): boolean {
  return isLive(service) && Boolean(service.expose.tailnet) && "cluster" in service.place;
}
