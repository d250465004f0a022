import { z } from "zod";

/** A container image. The digest is what is pulled; the version is for people and for Renovate. */
export const imageRef = z.strictObject({
  repository: z.string().regex(/^[a-z0-9.-]+\.[a-z]+\/[a-z0-9._/-]+$/, {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not an image: write its registry too, as in "docker.io/library/redis"`,
  }),
  version: z.string().refine((version) => version !== "latest", {
    error: '"latest" names whatever is newest on the day of the pull: write a version',
  }),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, { error: 'a digest is "sha256:" and 64 hexadecimal digits' })
    .optional(),
});

export type Image = z.output<typeof imageRef>;

/** `image("ghcr.io/jellyfin/jellyfin", "10.11.11", "sha256:...")`. Renovate finds images by this very form. */
export function image(repository: string, version: string, digest?: string): Image {
  return digest ? { repository, version, digest } : { repository, version };
}

/** The reference as a container engine reads it. */
export function reference({ repository, version, digest }: Image): string {
  return digest ? `${repository}:${version}@${digest}` : `${repository}:${version}`;
}
