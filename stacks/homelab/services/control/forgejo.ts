import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  ownUrl,
  portOf,
  scratch,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** What GitLab does, in a twentieth of its memory: tried out beside it. */
export const forgejo = defineService({
  name: "forgejo",
  about: "Code of the house, in little memory",
  lifecycle: "experimental",
  image: image(
    "codeberg.org/forgejo/forgejo",
    "16.0.3-rootless",
    "sha256:214f4ae63ee78be1e445e58573c88dc7215e72091210852e0df94eaac1a25685",
  ),
  place: { cluster: "platform", node: "platform-01" },
  user: 1000,
  database: { on: "ai-postgres" },
  ports: { http: 3000 },
  env: {
    FORGEJO__server__ROOT_URL: text`${ownUrl("lan")}/`,
    FORGEJO__server__DISABLE_SSH: "true", // an ingress carries HTTP
    FORGEJO__database__DB_TYPE: "postgres",
    FORGEJO__database__HOST: text`${hostOf("ai-postgres")}:${portOf("ai-postgres")}`,
    FORGEJO__database__NAME: "forgejo",
    FORGEJO__database__USER: "forgejo",
    FORGEJO__database__PASSWD: secretValue("database"),
    FORGEJO__security__INSTALL_LOCK: "true",
    FORGEJO__security__SECRET_KEY: secretValue("secret-key"),
    FORGEJO__service__DISABLE_REGISTRATION: "true",
    FORGEJO__metrics__ENABLED: "true",
    FORGEJO__cron_0X2E_update_checker__ENABLED: "false",
  },
  health: { ready: "/api/healthz", startsWithin: 120 },
  resources: { cpu: "50m..2", memory: "256Mi..1Gi" },
  volumes: {
    "/var/lib/gitea": claim("20Gi", { class: "local-path" }),
    "/etc/gitea": scratch("16Mi"),
    "/tmp": scratch("1Gi"),
  },
  secrets: { "secret-key": generated(64, { lasts: "what it has encrypted is lost with it" }) },
  metrics: { port: "http" },
  expose: { lan: true, tailnet: true },
});
