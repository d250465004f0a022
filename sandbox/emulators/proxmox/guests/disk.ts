import { PveError, parsePropertyString, printPropertyString } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import { allocate, volumeNamed } from "../storage/index.ts";
import { bytesOf, sizeText } from "./size.ts";

const efiBytes = 4 * 2 ** 20;
const tpmBytes = 4 * 2 ** 20;
const cloudInitBytes = 4 * 2 ** 20;

/**
 * What becomes of a disk as a request writes it: "local-zfs:32" is a new one of 32 GiB, "local-zfs:0" with
 * import-from a copy, "local-zfs:cloudinit" the drive that is made of the guest's settings, anything else one
 * that is there.
 */
export function resolvedDisk(
  key: string,
  text: string,
  guest: { vmid: number; node: string },
  datacenter: Datacenter,
): string {
  const { file = "", "import-from": source, format, size, ...options } = parsePropertyString(text);
  const { vmid, node } = guest;
  if (file === "none" || file === "cdrom" || file.startsWith("/"))
    return printPropertyString({ file, ...options }, "file");
  const [storage = "", path = ""] = file.split(":");
  const wanted = { node, storage, vmid, format };
  if (path === "cloudinit") {
    const volume = allocate({ ...wanted, size: cloudInitBytes, name: `vm-${vmid}-cloudinit` }, datacenter);
    return printPropertyString({ file: volume.volid, media: "cdrom", size: sizeText(volume.size) }, "file");
  }
  if (source !== undefined) {
    const { size: bytes, format: kind } = importable(source, node, datacenter);
    const volume = allocate(
      { ...wanted, size: bytes, format: format ?? (kind === "qcow2" ? "qcow2" : "raw") },
      datacenter,
    );
    return printPropertyString({ file: volume.volid, ...options, size: sizeText(volume.size) }, "file");
  }
  if (/^\d+(\.\d+)?$/.test(path)) {
    const bytes = key === "efidisk0" ? efiBytes : key === "tpmstate0" ? tpmBytes : bytesOf(`${path}G`);
    if (bytes === 0) throw new PveError("disk size must be greater than 0");
    const volume = allocate({ ...wanted, size: bytes }, datacenter);
    return printPropertyString({ file: volume.volid, ...options, size: sizeText(bytes) }, "file");
  }
  const volume = volumeNamed(file, node, datacenter);
  return printPropertyString({ file, ...options, size: sizeText(volume.size) }, "file");
}

/** What a disk can be made from: a disk of another guest, or a file that was brought in for it. */
function importable(source: string, node: string, datacenter: Datacenter) {
  if (!source.includes(":")) throw new PveError("Only root can pass arbitrary filesystem paths.", 403);
  const volume = volumeNamed(source, node, datacenter);
  if (volume.content !== "images" && volume.content !== "import" && volume.content !== "iso")
    throw new PveError(`cannot import from '${source}' - not an image`);
  return volume;
}
