import { z } from "zod";
import { fault } from "../fault.ts";
import { absolutePath, disk, label } from "../units/index.ts";

/** A folder by its machine, as services name it. */
export const shareName = z
  .string()
  .regex(
    /^[a-z0-9-]+\/[a-z0-9-]+$/,
    fault("not the name of a share", 'write "machine/share", as in "nas/media"'),
  );

/** A folder that a machine offers to others. Named `machine/share` where it is used. */
export const share = z.strictObject({
  protocol: z.enum(["nfs", "cifs"]),
  path: absolutePath,
  options: z.array(z.string()).default([]),
  /** Whom the server lets in, where it asks; the password is a token of the stack's config. */
  login: z.strictObject({ user: z.string(), password: label }).optional(),
});

export const dataset = z.strictObject({
  about: z.string(),
  owner: z.strictObject({ uid: z.int(), gid: z.int() }),
  share: z.enum(["nfs", "smb"]).optional(),
});

export const pool = z.strictObject({
  layout: z.enum(["raidz2", "mirror", "single"]),
  capacity: disk,
  datasets: z.record(label, dataset).default({}),
});

export type Share = z.output<typeof share>;
