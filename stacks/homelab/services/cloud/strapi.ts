import {
  claim,
  databaseUrl,
  defineService,
  generated,
  image,
  ownUrl,
  secretValue,
} from "../../../../components/service/index.ts";

/** Content for other programs. Its makers publish no image, because one builds one's own project: ours is images/strapi. */
export const strapi = defineService({
  name: "strapi",
  about: "Content for other programs, by an API",
  lifecycle: "experimental",
  image: image("harbor.home/library/strapi", "5.54.0"),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  ports: { http: 1337 },
  env: {
    DATABASE_URL: databaseUrl("ai-postgres", "strapi"),
    PUBLIC_URL: ownUrl("lan"),
    APP_KEYS: secretValue("session-key"),
    ADMIN_JWT_SECRET: secretValue("admin-key"),
    API_TOKEN_SALT: secretValue("token-salt"),
    TRANSFER_TOKEN_SALT: secretValue("transfer-salt"),
    JWT_SECRET: secretValue("people-key"),
    ENCRYPTION_KEY: secretValue("encryption-key"),
    STRAPI_TELEMETRY_DISABLED: "true",
    HOME: "/tmp",
  },
  health: { ready: "/_health", startsWithin: 180 },
  resources: { cpu: "100m..1", memory: "384Mi..1Gi" },
  volumes: { "/opt/app/public/uploads": claim("10Gi", { class: "local-path" }) },
  secrets: {
    "session-key": generated(32),
    "admin-key": generated(32),
    "token-salt": generated(32, { lasts: "tokens that were given out would be unknown" }),
    "transfer-salt": generated(32),
    "people-key": generated(32),
    "encryption-key": generated(32, { lasts: "what it has encrypted is lost with it" }),
  },
  expose: { lan: true },
  waive: {
    "image-digest": {
      because: "it is built by the job `images`, whose first run on main says the digest",
      until: "2027-06-30",
    },
  },
});
