import type { DockerSeed } from "../index.ts";

/** A host for tests: enough of everything, and no graphics card. */
export const desk: DockerSeed = {
  name: "desk",
  cpus: 4,
  memoryBytes: 2 ** 34,
  architecture: "amd64",
  gpus: [],
  storageDriver: "overlay2",
  absentImages: ["ghcr.io/me/gone"],
};
