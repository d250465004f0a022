import type { Collection } from "../../framework/index.ts";
import { type Call, PveError } from "../api/index.ts";

/** Whose firewall a call is about: the cluster's, a node's, a guest's, or the rules of a group. */
export function placeOf({ datacenter, parameters }: Call): string {
  const { node, vmid, group } = parameters;
  // Kept by the cluster and not by the node: any node tells it, also once the guest has moved away.
  if (vmid !== undefined) return `vm/${datacenter.guest(String(vmid)).vmid}`;
  if (node !== undefined) return `node/${node}`;
  if (group === undefined) return "cluster";
  if (!datacenter.collection("firewall-groups").has(String(group)))
    throw new PveError(`no such security group '${group}'`);
  return `group/${group}`;
}

/** What belongs to one place, as one entry: a firewall's parts are read and written together. */
export function partsOf<T>(sort: string, call: Call, empty: T): { all: T; keep(value: T): void } {
  const collection: Collection<T> = call.datacenter.collection(`firewall-${sort}`);
  const place = placeOf(call);
  return {
    all: collection.get(place) ?? empty,
    keep: (value) => void collection.put(place, value),
  };
}
