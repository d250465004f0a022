import { z } from "zod";
import { label } from "../units/index.ts";

/**
 * A secret is never written here. It is either derived from the lab's root secret, so that it can be made again
 * and rotated by raising `generation`, or it is somebody else's token, kept encrypted in the stack's config.
 */
export const secret = z.union([
  z.strictObject({ generate: z.int().min(16).max(128), generation: z.int().positive().default(1) }),
  z.strictObject({ fromConfig: label }),
]);

export type Secret = z.output<typeof secret>;

export const generated = (length = 32, options: { generation?: number } = {}) => ({
  generate: length,
  ...options,
});
export const fromConfig = (name: string) => ({ fromConfig: name });
