import type { Datacenter } from "../datacenter.ts";
import { isShared, nodesOf, type Storage, storagesOf } from "./storages.ts";
import { available, sizeOf, used } from "./volume.ts";

/** How full a storage is, as a node sees it. */
export function statusOf(storage: Storage, node: string, datacenter: Datacenter) {
  const [total, inUse] = [sizeOf(storage, datacenter), used(node, storage, datacenter)];
  return {
    type: storage.type,
    content: storage.content,
    active: storage.disable ? 0 : 1,
    enabled: storage.disable ? 0 : 1,
    shared: isShared(storage) ? 1 : 0,
    total,
    used: inUse,
    avail: available(node, storage, datacenter),
    used_fraction: inUse / total,
  };
}

export function storagesOnNode(node: string, datacenter: Datacenter) {
  return storagesOf(datacenter)
    .all()
    .filter((storage) => nodesOf(storage, datacenter).includes(node))
    .map((storage) => ({ storage: storage.storage, ...statusOf(storage, node, datacenter) }));
}
