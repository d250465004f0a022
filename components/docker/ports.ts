import type { types } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Inventory } from "../inventory/index.ts";
import { lanAddress, openPorts, type Service } from "../lab/index.ts";

/**
 * Nothing is published that is not meant for the LAN, as the ingress is, and what somebody measures: neighbours on the host
 * reach it by its name.
 */
export function publish(service: Service, inventory: Inventory): Unwrap<types.input.ContainerPort>[] {
  const ip = lanAddress(service, inventory);
  if (!ip) return [];
  // Bound to one address: Docker would otherwise open the port on the tailnet and every other interface too.
  return openPorts(service).map(({ number, protocol }) => ({
    internal: number,
    external: number,
    protocol,
    ip,
  }));
}
