import { z } from "zod";
import { fault, words } from "../fault.ts";

/** A container image. The digest is what is pulled; the version is for people and for Renovate. */
export const imageRef = z.strictObject(
  {
    repository: z
      .string()
      .regex(
        /^[a-z0-9.-]+\.[a-z]+\/[a-z0-9._/-]+$/,
        fault("not an image with its registry", 'write "docker.io/library/redis", the tag apart'),
      ),
    version: z
      .string()
      .regex(/^\w[\w.-]*$/, fault("not the tag of an image", 'write a version, as in "10.11.3"'))
      .refine(
        (version) => version !== "latest",
        fault("whatever is newest on the day of the pull", 'write a version, as in "10.11.3"'),
      ),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, fault("not a digest", 'write "sha256:" and 64 hexadecimal digits'))
      .optional(),
  },
  {
    error: ({ code }) =>
      code === "invalid_type"
        ? words("is not an image", 'write image("docker.io/library/redis", "8.2.3", "sha256:...")')
        : undefined,
  },
);

export type Image = z.output<typeof imageRef>;

/** `image("ghcr.io/jellyfin/jellyfin", "10.11.11", "sha256:...")`. Renovate finds images by this very form. */
export function image(repository: string, version: string, digest?: string): Image {
  return digest ? { repository, version, digest } : { repository, version };
}

/** The reference as a container engine reads it. */
export function reference({ repository, version, digest }: Image): string {
  return digest ? `${repository}:${version}@${digest}` : `${repository}:${version}`;
}
