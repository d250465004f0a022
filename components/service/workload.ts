import { z } from "zod";
import { words } from "../fault.ts";
import { schedule } from "../units/index.ts";

const replicas = z.int().positive().default(1);

/** How it runs: always, with a name and disk of its own, on every node, once, or by the clock. */
export const workload = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("deployment"), replicas }),
  z.strictObject({ kind: z.literal("stateful"), replicas }),
  z.strictObject({ kind: z.literal("daemon") }),
  z.strictObject({ kind: z.literal("job") }),
  z.strictObject({ kind: z.literal("cron"), schedule }),
]);

/** More copies when there is more to do. */
export const scale = z
  .strictObject({
    min: z.int().positive().default(1),
    max: z.int().positive(),
    cpu: z.int().min(1).max(100).optional(),
    memory: z.int().min(1).max(100).optional(),
  })
  .refine(({ min, max }) => min < max, {
    error: words("has a min that is not less than its max", "raise max, or drop scale and say replicas"),
  })
  .refine(({ cpu, memory }) => cpu ?? memory, {
    error: words("does not say what to measure", "write cpu or memory, in percent of what is asked"),
  });

export type Workload = z.output<typeof workload>;
export type Scale = z.output<typeof scale>;
