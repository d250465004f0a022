import {
  defineService,
  generated,
  hostOf,
  image,
  ownUrl,
  portOf,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** Hears from every job that it was done, and says when one was silent for too long. */
export const healthchecks = defineService({
  name: "healthchecks",
  about: "Says when a job that should have run did not",
  lifecycle: "production",
  image: image(
    "docker.io/healthchecks/healthchecks",
    "v4.3",
    "sha256:cd7bcd94350818b3944f82eb5995f48bdeab8c8627977578a569ffa73f56f56f",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "core", node: "pesubuntu" },
  user: 999,
  database: { on: "postgres" },
  env: {
    DB: "postgres",
    DB_HOST: hostOf("postgres"),
    DB_PORT: portOf("postgres"),
    DB_NAME: "healthchecks",
    DB_USER: "healthchecks",
    DB_PASSWORD: secretValue("database"),
    SECRET_KEY: secretValue("session-key"),
    SITE_ROOT: ownUrl("tailnet"),
    SITE_NAME: "Homelab",
    PING_ENDPOINT: text`${ownUrl("tailnet")}/ping/`,
    ALLOWED_HOSTS: "*", // whoever reaches it came through a proxy of ours, and a kubelet calls it by its address
    REGISTRATION_OPEN: "False",
    DEBUG: "False",
  },
  ports: { http: 8000 },
  health: { ready: "/api/v3/status/", startsWithin: 180 },
  resources: { cpu: "50m..500m", memory: "256Mi..512Mi" },
  secrets: { "session-key": generated(50) },
  reach: { internet: "Authentik's public address, and who is told" },
  expose: { lan: true, tailnet: true },
});
