import { z } from "zod";
import { label, memory } from "../units/index.ts";

/** What the replicated disks of a cluster are for: nobody takes more of them than its row says. */
export const diskBudget = z.strictObject({
  total: memory,
  /** Kept for snapshots, which grow with every change. */
  reserved: memory,
  services: z.record(label, memory),
});

export type DiskBudget = z.output<typeof diskBudget>;
