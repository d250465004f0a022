import { z } from "zod";
import { silentFault } from "../fault.ts";
import { domain } from "../units/index.ts";

/** The name of a secret, where a hurried person may paste the secret itself. */
export const secretName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    silentFault("not the name of a secret", "write its name in lower-case letters, digits and dashes"),
  );

const generation = z.int().positive().default(1);
/** After how many days another one is due. */
const every = z.int().positive().optional();

/**
 * A secret is never written here. It is derived from the lab's root secret, so that it can be made again and rotated by
 * raising `generation`; or it is somebody else's token, kept encrypted in the stack's config; or the program has it made.
 */
export const secret = z.union([
  z.strictObject({
    generate: z.int().min(16).max(128),
    generation,
    every,
    /** Why another one would do harm: what it has encrypted is lost with it, or its program reads it once. */
    lasts: z.string().min(10).optional(),
  }),
  /** Nobody sees that a token was exchanged: raise its generation, and what uses it starts again. */
  z.strictObject({ fromConfig: secretName, generation, every }),
  /** A token of Cloudflare's that may edit the names of this zone, and nothing else. */
  z.strictObject({ editsZone: domain, generation }),
]);

export type Secret = z.output<typeof secret>;

interface Rotation {
  generation?: number;
  every?: number;
}

export const generated = (length = 32, options: Rotation & { lasts?: string } = {}) => ({
  generate: length,
  ...options,
});
export const fromConfig = (name: string, options: Rotation = {}) => ({ fromConfig: name, ...options });
export const zoneToken = (zone: string, options: Pick<Rotation, "generation"> = {}) => ({
  editsZone: zone,
  ...options,
});
