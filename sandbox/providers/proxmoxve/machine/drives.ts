import { isObject, objectAt, type Properties, type Value } from "../../framework/value.ts";
import type { Form } from "../client.ts";
import { pairsOf, printPairs } from "../words.ts";
import { items } from "./settings.ts";

const speeds: { [ours: string]: string } = {
  iopsRead: "iops_rd",
  iopsReadBurstable: "iops_rd_max",
  iopsWrite: "iops_wr",
  iopsWriteBurstable: "iops_wr_max",
  read: "mbps_rd",
  readBurstable: "mbps_rd_max",
  write: "mbps_wr",
  writeBurstable: "mbps_wr_max",
};

export interface Drive {
  volume: string;
  options: { [key: string]: string };
  bytes: number;
}

/** Where a disk is plugged in. */
export const diskKey = /^(ide|sata|scsi|virtio)\d+$/;

const units: { [unit: string]: number } = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

export function driveOf(text: Value | undefined): Drive {
  const { file = "", size = "0", ...options } = pairsOf(text, "file");
  const [, number = "0", unit = ""] = /^(\d+)([KMGT]?)$/.exec(size) ?? [];
  return { volume: file, options, bytes: Number(number) * (units[unit] ?? 1) };
}

export function storageOf(text: Value): string {
  return driveOf(text).volume.split(":")[0] ?? "";
}

export function disksOf(inputs: Properties): Map<string, Properties> {
  return new Map(
    items(inputs.disks)
      .filter(isObject)
      .map((disk) => [String(disk.interface), disk]),
  );
}

/** How a disk is used, apart from what and where it is. */
export function diskOptions(disk: Properties): string {
  const speed = objectAt(disk, "speed");
  return printPairs({
    aio: String(disk.aio ?? "io_uring"),
    backup: disk.backup !== false,
    iothread: disk.iothread === true,
    queues: Number(disk.queues ?? 0) || undefined,
    serial: String(disk.serial ?? ""),
    ssd: disk.ssd === true && !String(disk.interface).startsWith("virtio") ? true : undefined,
    discard: String(disk.discard ?? "ignore"),
    cache: String(disk.cache ?? "none"),
    replicate: disk.replicate !== false,
    ...Object.fromEntries(
      Object.entries(speeds).map(([ours, theirs]) => [theirs, Number(speed[ours] ?? 0) || undefined]),
    ),
  });
}

/** A new disk: empty, or a copy of what it is imported from. */
export function newDisk(disk: Properties): string {
  const source = disk.importFrom || disk.fileId;
  const place = source
    ? `${String(disk.datastoreId)}:0,import-from=${String(source)}`
    : `${String(disk.datastoreId)}:${String(disk.size)}`;
  return [
    `file=${place}`,
    ...(disk.fileFormat ? [`format=${String(disk.fileFormat)}`] : []),
    diskOptions(disk),
  ].join(",");
}

/** The drives that are no disks: firmware, TPM, CD and what cloud-init reads. */
export function otherDrives(inputs: Properties): Form {
  const { efiDisk, tpmState, cdrom, initialization } = inputs;
  return {
    ...(isObject(efiDisk) && {
      efidisk0: `file=${String(efiDisk.datastoreId)}:1,format=${String(efiDisk.fileFormat ?? "raw")},efitype=${String(efiDisk.type)},pre-enrolled-keys=${efiDisk.preEnrolledKeys === true ? 1 : 0}`,
    }),
    ...(isObject(tpmState) && {
      tpmstate0: `file=${String(tpmState.datastoreId)}:1,version=${String(tpmState.version)}`,
    }),
    ...(isObject(cdrom) && {
      [String(cdrom.interface)]: `file=${String(cdrom.fileId || "cdrom")},media=cdrom`,
    }),
    ...(isObject(initialization) && {
      [String(initialization.interface || "ide2")]:
        `file=${String(initialization.datastoreId)}:cloudinit${initialization.fileFormat ? `,format=${String(initialization.fileFormat)}` : ""}`,
    }),
  };
}

/** Where the machine starts up from, where the program says nothing: as the official provider chooses it. */
export function defaultBoot(inputs: Properties): string {
  const disks = disksOf(inputs);
  const cd = isObject(inputs.cdrom) ? [String(inputs.cdrom.interface)] : [];
  const first = ["ide0", "sata0", "scsi0", "virtio0"].filter((each) => disks.has(each));
  const net = items(inputs.networkDevices).length > 0 ? ["net0"] : [];
  return `order=${[...cd, ...first, ...net].join(";")}`;
}

/** A disk as the program would write it, by what the API has; what the API does not tell stays as it was. */
export function toldDisk(key: string, text: Value | undefined, before: Properties): Properties {
  const { volume, options, bytes } = driveOf(text);
  const [datastoreId = "", path = ""] = volume.split(":");
  const speed = Object.entries(speeds).flatMap(([ours, theirs]) =>
    options[theirs] === undefined ? [] : [[ours, Number(options[theirs])]],
  );
  return {
    ...before,
    interface: key,
    datastoreId,
    pathInDatastore: path,
    size: Math.floor(bytes / 2 ** 30),
    aio: options.aio ?? "io_uring",
    backup: options.backup !== "0",
    cache: options.cache ?? "none",
    discard: options.discard ?? "ignore",
    iothread: options.iothread === "1",
    queues: Number(options.queues ?? 0),
    replicate: options.replicate !== "0",
    serial: options.serial ?? "",
    ssd: options.ssd === "1",
    ...(speed.length > 0 && { speed: Object.fromEntries(speed) }),
  };
}
