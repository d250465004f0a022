import { z } from "zod";
import { fault } from "../fault.ts";

/** Raw capacity as disks are sold: powers of ten, `"64TB"`. */
export type Disk = `${number}${"GB" | "TB"}`;

export const disk = z.custom<Disk>(
  (value) => typeof value === "string" && /^\d+(\.\d+)?(GB|TB)$/.test(value),
  fault("not the capacity of a disk", 'write "1.9TB" or "500GB"'),
);

export function diskBytes(disk: Disk): number {
  return Number.parseFloat(disk) * (disk.endsWith("TB") ? 1e12 : 1e9);
}
