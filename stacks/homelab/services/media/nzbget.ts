import { claim, defineService, image, share } from "../../../../components/service/index.ts";

/**
 * Fetches what Sonarr and Radarr ask for. Into the share that they file it in: a file that is already there is linked, and
 * not copied. Until somebody changes it in its settings, its password is the one that its makers wrote.
 */
export const nzbget = defineService({
  name: "nzbget",
  about: "Downloads from Usenet",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/nzbget",
    "26.2.0",
    "sha256:fd02970c635c700471c5ba36e6928f3424b2277a3c7ba86e91169fea6cd22f3f",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  ports: { http: 6789 },
  health: { opens: "http", startsWithin: 60 },
  resources: { cpu: "250m..4", memory: "256Mi..2Gi" },
  volumes: {
    "/config": claim("2Gi", { class: "local-path" }),
    "/media": share("node006/media"),
  },
  reach: { internet: "the news servers" },
  expose: { lan: { guard: "admin" } },
});
