import { claim, defineService, image, share } from "../../../../components/service/index.ts";

/** Music for the house and its phones, by every player that speaks Subsonic. */
export const navidrome = defineService({
  name: "navidrome",
  about: "Music, streamed to every phone",
  lifecycle: "production",
  image: image(
    "ghcr.io/navidrome/navidrome",
    "0.63.2",
    "sha256:9012939114fbb1bb641b81cf96dec5ded15f0aafefe8d47a511d7cb919658e40",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  ports: { http: 4533 },
  env: { ND_MUSICFOLDER: "/media/music", ND_DATAFOLDER: "/data", ND_ENABLEINSIGHTSCOLLECTOR: "false" },
  health: { ready: "/ping", startsWithin: 60 },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  volumes: {
    "/data": claim("5Gi", { class: "local-path" }),
    "/media": share("node006/media", { readOnly: true }),
  },
  reach: { internet: "pictures and lives of musicians" },
  expose: { lan: { host: "music" }, tailnet: { host: "music" } },
});
