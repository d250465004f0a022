import { defineService, image } from "../../../components/service/index.ts";

/** Music, and what there is to know of those who made it. */
export const player = defineService({
  name: "player",
  about: "Music, streamed to every phone",
  lifecycle: "production",
  image: image("ghcr.io/navidrome/navidrome", "0.63.2", `sha256:${"0".repeat(64)}`),
  place: { cluster: "core" },
  user: 1000,
  ports: { http: 4533 },
  env: { ND_ENABLEINSIGHTSCOLLECTOR: "false" },
  health: { ready: "/ping" },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  reach: { internet: "pictures and lives of musicians" },
});
