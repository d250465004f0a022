import type { CloudImageName } from "../inventory/index.ts";
import { CLOUD_IMAGES } from "../inventory/index.ts";

/** The pool of all that this program makes, and the storage of the files that it needs for it. */
export const POOL = "homelab";
export const FILES = "homelab";

/** Proxmox takes a disk for one by the end of its name; Ubuntu calls the same format .img. */
export function fileOf(image: CloudImageName): string {
  return (CLOUD_IMAGES[image].url.split("/").at(-1) ?? "").replace(/\.img$/, ".qcow2");
}

export function importId(image: CloudImageName): string {
  return `${FILES}:import/${fileOf(image)}`;
}

/** The first start of a machine, as a file on its hypervisor. */
export function snippetOf(machine: string): string {
  return `${machine}.yaml`;
}

export function snippetId(machine: string): string {
  return `${FILES}:snippets/${snippetOf(machine)}`;
}

/** The name under which a card is passed, wherever it is plugged in. */
export function mappingOf(hypervisor: string): string {
  return `${hypervisor}-gpu`;
}
