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

/** Looks out for new episodes, has them fetched, and files them where Plex finds them. */
export const sonarr = defineService({
  name: "sonarr",
  about: "Series: what is wanted, found, fetched and put in its place",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/sonarr",
    "4.0.19.3001",
    "sha256:2fef93accb445aeb1773e454825ac903f7d66d9addfe045d56fff69ba8181c82",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  needs: ["nzbget", "prowlarr"],
  ports: { http: 8989 },
  env: {
    // Who comes in by the ingress has logged in there; programs show it this key.
    SONARR__AUTH__METHOD: "External",
    SONARR__AUTH__APIKEY: secretValue("api-key"),
    SONARR__POSTGRES__HOST: hostOf("ai-postgres"),
    SONARR__POSTGRES__PORT: portOf("ai-postgres"),
    SONARR__POSTGRES__MAINDB: "sonarr",
    SONARR__POSTGRES__USER: "sonarr",
    SONARR__POSTGRES__PASSWORD: secretValue("database"),
    SONARR__LOG__DBENABLED: "False", // it would ask for a second database
    SONARR__LOG__ANALYTICSENABLED: "False",
  },
  health: { ready: "/ping", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "512Mi..2Gi" },
  volumes: {
    "/config": claim("10Gi", { class: "local-path" }),
    "/media": share("node006/media"),
  },
  secrets: { "api-key": generated() },
  reach: { internet: "what there is to know of series", services: ["plex", "arr-discord-bot"] }, // tells them what is new
  expose: { lan: { guard: "admin" } },
});
