import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  portOf,
  secretValue,
} from "../../../../components/service/index.ts";

/** Knows where to search. It hands its indexers to those who ask it, which is why it reaches whom it does not need. */
export const prowlarr = defineService({
  name: "prowlarr",
  about: "Indexers, kept in one place for Sonarr and Radarr",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/prowlarr",
    "2.6.1.5509",
    "sha256:ce5d6bdd5be6529f503df77aa9d2bad20239031d7c660406e8fb1c6d621dd020",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  ports: { http: 9696 },
  env: {
    // Who comes in by the ingress has logged in there; programs show it this key.
    PROWLARR__AUTH__METHOD: "External",
    PROWLARR__AUTH__APIKEY: secretValue("api-key"),
    PROWLARR__POSTGRES__HOST: hostOf("ai-postgres"),
    PROWLARR__POSTGRES__PORT: portOf("ai-postgres"),
    PROWLARR__POSTGRES__MAINDB: "prowlarr",
    PROWLARR__POSTGRES__USER: "prowlarr",
    PROWLARR__POSTGRES__PASSWORD: secretValue("database"),
    PROWLARR__LOG__DBENABLED: "False", // it would ask for a second database
    PROWLARR__LOG__ANALYTICSENABLED: "False",
  },
  health: { ready: "/ping", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  volumes: {
    "/config": claim("5Gi", { class: "local-path" }),
  },
  secrets: { "api-key": generated() },
  reach: { internet: "indexers", services: ["sonarr", "radarr"] },
  expose: { lan: { guard: "admin" } },
});
