import { PveError } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Volume } from "../records.ts";
import { demandContent, isShared, nodesOf, type Storage, storageNamed } from "./storages.ts";

const directories = new Set(["dir", "nfs", "cifs"]);

export function isDirectory({ type }: Storage): boolean {
  return directories.has(type);
}

function keyOf(volid: string, node: string, storage: Storage): string {
  return isShared(storage) ? volid : `${node}/${volid}`;
}

export function keyOfVolume(volume: Volume, datacenter: Datacenter): string {
  return keyOf(volume.volid, volume.node, storageNamed(volume.storage, datacenter));
}

/** The storage as a node sees it. */
export function storageOn(node: string, id: string, datacenter: Datacenter): Storage {
  const storage = storageNamed(id, datacenter);
  if (!nodesOf(storage, datacenter).includes(node))
    throw new PveError(`storage '${id}' is not available on node '${node}'`);
  if (storage.disable) throw new PveError(`storage '${id}' is disabled`);
  return storage;
}

export function volumesOn(node: string, id: string, datacenter: Datacenter): Volume[] {
  const shared = isShared(storageNamed(id, datacenter));
  return datacenter.volumes
    .all()
    .filter((volume) => volume.storage === id && (shared || volume.node === node));
}

export function volumeNamed(volid: string, node: string, datacenter: Datacenter): Volume {
  const volume = datacenter.volumes.get(keyOf(volid, node, storageOn(node, storageOf(volid), datacenter)));
  if (!volume) throw new PveError(`volume '${volid}' does not exist`);
  return volume;
}

export function storageOf(volid: string): string {
  return volid.split(":", 1)[0] ?? "";
}

export interface Allocation {
  node: string;
  storage: string;
  vmid: number;
  size: number;
  format?: string | undefined;
  /** vm-100-cloudinit has its name, the others are counted. */
  name?: string;
  parent?: string | undefined;
}

/** A new disk for a guest, with the first name that is free. */
export function allocate(
  { node, storage: id, vmid, size, ...more }: Allocation,
  datacenter: Datacenter,
): Volume {
  const storage = storageOn(node, id, datacenter);
  demandContent(storage, "images");
  const format = isDirectory(storage) ? (more.format ?? "raw") : "raw";
  const taken = new Set(volumesOn(node, id, datacenter).map(({ volid }) => volid));
  // What is cloned without copying has its base's name before its own.
  const base = more.parent === undefined ? "" : `${more.parent.split(":")[1]}/`;
  const volid = (name: string) =>
    isDirectory(storage) ? `${id}:${base}${vmid}/${name}.${format}` : `${id}:${base}${name}`;
  const isTaken = (name: string) =>
    [...taken].some(
      (each) =>
        each
          .split(/[:/]/)
          .at(-1)
          ?.replace(/\.\w+$/, "") === name,
    );
  let index = 0;
  while (
    more.name === undefined &&
    (isTaken(`vm-${vmid}-disk-${index}`) || isTaken(`base-${vmid}-disk-${index}`))
  )
    index += 1;
  const name = more.name ?? `vm-${vmid}-disk-${index}`;
  if (isTaken(name)) throw new PveError(`disk image '${name}' already exists`);
  if (storage.type === "zfspool" && !storage.sparse && size > available(node, storage, datacenter))
    throw new PveError(`zfs error: cannot create '${storage.pool}/${name}': out of space`);
  const ctime = Math.floor(Date.now() / 1000);
  const volume = { volid: volid(name), storage: id, node, content: "images", format, size, ctime, vmid };
  return datacenter.volumes.put(keyOf(volume.volid, node, storage), {
    ...volume,
    ...(more.parent !== undefined && { parent: more.parent }),
  });
}

export function copied(volume: Volume, target: Allocation, datacenter: Datacenter): Volume {
  return allocate({ ...target, size: volume.size, format: target.format ?? volume.format }, datacenter);
}

export function release(volid: string, node: string, datacenter: Datacenter): void {
  const storage = storageNamed(storageOf(volid), datacenter);
  datacenter.volumes.delete(keyOf(volid, node, storage));
}

export function sizeOf({ storage }: Storage, datacenter: Datacenter): number {
  return datacenter.seed.storages.find((each) => each.storage === storage)?.size ?? 100 * 2 ** 30;
}

export function used(node: string, { storage }: Storage, datacenter: Datacenter): number {
  return volumesOn(node, storage, datacenter).reduce((sum, { size }) => sum + size, 0);
}

export function available(node: string, storage: Storage, datacenter: Datacenter): number {
  return Math.max(0, sizeOf(storage, datacenter) - used(node, storage, datacenter));
}
