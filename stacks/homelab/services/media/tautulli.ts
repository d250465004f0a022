import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Who watched what, and what the transcoder had to do for it. */
export const tautulli = defineService({
  name: "tautulli",
  about: "Statistics of Plex",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/tautulli",
    "2.17.2",
    "sha256:7592e192e2dd5297054a80c0f1e8b2593f7675af75c5020806b30c712e159406",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  needs: ["plex"],
  ports: { http: 8181 },
  health: { ready: "/status", startsWithin: 60 },
  resources: { cpu: "50m..1", memory: "256Mi..1Gi" },
  volumes: { "/config": claim("5Gi", { class: "local-path" }) },
  reach: { internet: "plex.tv, and where addresses are" },
  expose: { lan: { guard: "admin" } },
});
