import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  portOf,
  secretValue,
  share,
} from "../../../../components/service/index.ts";

/** Looks out for films, has them fetched, and files them where Plex finds them. */
export const radarr = defineService({
  name: "radarr",
  about: "Films: what is wanted, found, fetched and put in its place",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/radarr",
    "6.4.1.10545",
    "sha256:260469d707617f4b5be1cd11a40be7e4889c63c5e7cdbc6a429626dc05863b6b",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  needs: ["nzbget", "prowlarr"],
  ports: { http: 7878 },
  env: {
    // Who comes in by the ingress has logged in there; programs show it this key.
    RADARR__AUTH__METHOD: "External",
    RADARR__AUTH__APIKEY: secretValue("api-key"),
    RADARR__POSTGRES__HOST: hostOf("ai-postgres"),
    RADARR__POSTGRES__PORT: portOf("ai-postgres"),
    RADARR__POSTGRES__MAINDB: "radarr",
    RADARR__POSTGRES__USER: "radarr",
    RADARR__POSTGRES__PASSWORD: secretValue("database"),
    RADARR__LOG__DBENABLED: "False", // it would ask for a second database
    RADARR__LOG__ANALYTICSENABLED: "False",
  },
  health: { ready: "/ping", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "512Mi..2Gi" },
  volumes: {
    "/config": claim("10Gi", { class: "local-path" }),
    "/media": share("node006/media"),
  },
  secrets: { "api-key": generated() },
  reach: { internet: "what there is to know of films", services: ["plex", "arr-discord-bot"] }, // tells them what is new
  expose: { lan: { guard: "admin" } },
});
