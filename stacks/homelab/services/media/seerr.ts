import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  portOf,
  secretValue,
} from "../../../../components/service/index.ts";

/** What the guests of Plex would like to see; it tells Discord of it too. The successor of Overseerr. */
export const seerr = defineService({
  name: "seerr",
  about: "Wishes for films and series, by those who watch them",
  lifecycle: "production",
  image: image(
    "ghcr.io/seerr-team/seerr",
    "v3.4.1",
    "sha256:f4768de5f616248d723e05891f3345a1402123775d03bf0890dbfedc0831bda1",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  needs: ["plex", "radarr", "sonarr"],
  ports: { http: 5055 },
  env: {
    DB_TYPE: "postgres",
    DB_HOST: hostOf("ai-postgres"),
    DB_PORT: portOf("ai-postgres"),
    DB_NAME: "seerr",
    DB_USER: "seerr",
    DB_PASS: secretValue("database"),
    API_KEY: secretValue("api-key"),
  },
  health: { ready: "/api/v1/status", startsWithin: 120 },
  resources: { cpu: "100m..1", memory: "512Mi..2Gi" },
  volumes: { "/app/config": claim("2Gi", { class: "local-path" }) },
  secrets: { "api-key": generated() },
  reach: { internet: "covers, plex.tv to sign in, and Discord", services: ["arr-discord-bot"] },
  expose: { lan: { host: "requests" }, public: { access: "plex-users", host: "requests" } },
  waive: {
    "writable-root": {
      because: "it keeps the pictures that it has fetched beside its program",
      until: "2027-06-30",
    },
  },
});
