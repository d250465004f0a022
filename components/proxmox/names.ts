import type { CloudImageName } from "../inventory/index.ts";
import { CLOUD_IMAGES } from "../inventory/index.ts";

/** The pool of all that this program makes, and the storage of the files that it needs for it. */
export const POOL = "homelab";
export const FILES = "homelab";

/**
 * With its date: Ubuntu calls each of its images the same, and a newer one would be removed together with the older one. It
 * ends as Proxmox wants it, which takes a file for a disk by that alone.
 */
export function fileOf(image: CloudImageName): string {
  const [date] = /\d{8}/.exec(CLOUD_IMAGES[image].url) ?? [];
  return `${image}-${date}.qcow2`;
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
