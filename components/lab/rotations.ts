import { z } from "zod";
import { fault } from "../fault.ts";

/** A secret by its service and its name there, as `immich/database`. */
const id = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, fault("not a secret", "write <service>/<secret>"));

const turn = z.strictObject({
  /** Beyond the generation that its declaration says. */
  times: z.int().min(0),
  /** The day of the last time; where there was none, of its birth. */
  on: z.iso.date(),
});

/** What `lab secrets` keeps of each secret: plain numbers and days, that Git may hold. */
export const rotations = z.record(id, turn);

export type Rotations = z.output<typeof rotations>;

/** How often each secret of a service was rotated. */
export function rotatedOf(service: string, all: Rotations = {}): Record<string, number> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([each, { times }]) => {
      const [owner, name = ""] = each.split("/");
      return owner === service ? [[name, times]] : [];
    }),
  );
}
