import { z } from "zod";
import { absolutePath, label } from "../units/index.ts";

/** Seconds that a slow start may take before it counts as a failure. */
const patience = { startsWithin: z.int().positive().optional() };

/** How one knows that it works: a page that answers, a command that succeeds, or a port that opens. */
export const health = z.union([
  z.strictObject({ ready: absolutePath, live: absolutePath.optional(), port: label.optional(), ...patience }),
  z.strictObject({ command: z.array(z.string()).min(1), ...patience }),
  z.strictObject({ opens: label, ...patience }),
]);

export type Health = z.output<typeof health>;
