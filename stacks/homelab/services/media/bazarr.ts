import {
  claim,
  defineService,
  hostOf,
  image,
  portOf,
  secretValue,
  share,
} from "../../../../components/service/index.ts";

/** Subtitles for whatever Sonarr and Radarr have brought home. */
export const bazarr = defineService({
  name: "bazarr",
  about: "Subtitles for films and series",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/bazarr",
    "1.6.0",
    "sha256:cd63bbd0986c93e238eb8b9442604d249f0d4080099b389f822abe2062044417",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  needs: ["radarr", "sonarr"],
  ports: { http: 6767 },
  env: {
    POSTGRES_ENABLED: "true",
    POSTGRES_HOST: hostOf("ai-postgres"),
    POSTGRES_PORT: portOf("ai-postgres"),
    POSTGRES_DATABASE: "bazarr",
    POSTGRES_USERNAME: "bazarr",
    POSTGRES_PASSWORD: secretValue("database"),
  },
  health: { ready: "/api/system/ping", startsWithin: 120 },
  resources: { cpu: "100m..1", memory: "256Mi..1Gi" },
  volumes: {
    "/config": claim("5Gi", { class: "local-path" }),
    "/media": share("node006/media"),
  },
  reach: { internet: "subtitles" },
  expose: { lan: { guard: "admin" } },
});
