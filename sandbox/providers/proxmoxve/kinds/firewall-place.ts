import { crc32 } from "node:zlib";
import { integer, replacing, string } from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Kind } from "../kind.ts";
import { part, steering } from "../words.ts";

/** Whose firewall it is: a guest's, a node's, or else the cluster's. */
export const selector: Kind["properties"] = {
  containerId: steering(replacing(integer)),
  nodeName: steering(replacing(string)),
  vmId: steering(replacing(integer)),
};

export function base({ nodeName, vmId, containerId }: Properties): string {
  if (vmId !== undefined) return `/nodes/${part(nodeName)}/qemu/${part(vmId)}/firewall`;
  if (containerId !== undefined) return `/nodes/${part(nodeName)}/lxc/${part(containerId)}/firewall`;
  return nodeName !== undefined ? `/nodes/${part(nodeName)}/firewall` : "/cluster/firewall";
}

/** As the official provider makes an id for what has none: a checksum of its path. */
export function hashed(word: string, path: string): string {
  return `${word}-${crc32(path.slice(1))}`;
}

/** cluster, node/pve1, vm/pve1/100 or container/pve1/100, and what follows. */
export function selected(id: string): Properties {
  const [kind, nodeName = "", guest = ""] = id.split("/");
  if (kind === "vm") return { nodeName, vmId: Number(guest) };
  if (kind === "container") return { nodeName, containerId: Number(guest) };
  return kind === "node" ? { nodeName } : {};
}

export function items(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
