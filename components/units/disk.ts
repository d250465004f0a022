import { z } from "zod";

/** Raw capacity as disks are sold: powers of ten, `"64TB"`. */
export type Disk = `${number}${"GB" | "TB"}`;

export const disk = z.custom<Disk>(
  (value) => typeof value === "string" && /^\d+(\.\d+)?(GB|TB)$/.test(value),
  {
    error: ({ input }) =>
      `${JSON.stringify(input) ?? "nothing"} is not the capacity of a disk: write "1.9TB" or "500GB"`,
  },
);
