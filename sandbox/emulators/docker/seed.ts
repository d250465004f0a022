import { z } from "zod";

/** The machine that the Docker Engine would run on, and what its registries do not have. */
export const dockerSeed = z.strictObject({
  name: z.string().min(1),
  cpus: z.int().positive(),
  memoryBytes: z.int().positive(),
  architecture: z.enum(["amd64", "arm64"]),
  /** The models of its NVIDIA cards; without one, a container that asks for a GPU does not start. */
  gpus: z.array(z.string().min(1)),
  storageDriver: z.string().min(1),
  /** Repositories (`ghcr.io/me/gone`) and tags (`redis:99`) that no registry has. */
  absentImages: z.array(z.string().min(1)),
});

export type DockerSeed = z.infer<typeof dockerSeed>;
