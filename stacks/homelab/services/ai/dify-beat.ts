import { defineService } from "../../../../components/service/index.ts";
import { difyWorker } from "./dify-worker.ts";

/** Hands out what is due by the clock. One, and never two: each would hand it out. */
export const difyBeat = defineService({
  ...difyWorker,
  name: "dify-beat",
  about: "Dify: the clock of its background tasks",
  env: { ...difyWorker.env, MODE: "beat" },
  resources: { cpu: "50m..500m", memory: "512Mi..1Gi" },
  volumes: {},
});
