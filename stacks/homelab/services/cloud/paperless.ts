import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  openIdOf,
  ownUrl,
  portOf,
  scratch,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** Every letter and bill, read and found again. */
export const paperless = defineService({
  name: "paperless",
  about: "Letters and bills: scanned, read and found again",
  lifecycle: "production",
  image: image(
    "ghcr.io/paperless-ngx/paperless-ngx",
    "3.0.5",
    "sha256:65a4cabf0169ea7fbd90ab7bb28ba3f8b5909613635acda1a03ad606f34b456b",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  database: { on: "ai-postgres" },
  ports: { http: 8000 },
  env: {
    PAPERLESS_SECRET_KEY: secretValue("session-key"),
    PAPERLESS_URL: ownUrl("tailnet"),
    PAPERLESS_CSRF_TRUSTED_ORIGINS: ownUrl("lan"),
    PAPERLESS_DBENGINE: "postgresql",
    PAPERLESS_DBHOST: hostOf("ai-postgres"),
    PAPERLESS_DBPASS: secretValue("database"),
    PAPERLESS_REDIS: text`redis://${hostOf("cloud-redis")}:${portOf("cloud-redis")}/1`,
    PAPERLESS_APPS: "allauth.socialaccount.providers.openid_connect",
    PAPERLESS_SOCIALACCOUNT_PROVIDERS: text`{"openid_connect":{"APPS":[{"provider_id":"authentik","name":"Authentik","client_id":"paperless","secret":"${secretValue("sign-in")}","settings":{"server_url":"${openIdOf("authentik", "paperless").issuer}"}}]}}`,
  },
  health: { ready: "/", startsWithin: 300 },
  resources: { cpu: "250m..4", memory: "1Gi..4Gi" },
  volumes: {
    "/usr/src/paperless/data": claim("5Gi", { class: "local-path" }),
    "/usr/src/paperless/media": claim("50Gi", { class: "local-path" }),
    "/usr/src/paperless/consume": scratch("5Gi"), // documents come by its page and its app
  },
  secrets: { "session-key": generated(64) },
  signIn: { by: "authentik", returnTo: ["/accounts/oidc/authentik/login/callback/"] },
  reach: { internet: "Authentik's public address" },
  expose: { lan: true, tailnet: true },
  waive: {
    "root-user": { because: "it starts as root, and becomes the user of its files", until: "2027-06-30" },
    "writable-root": { because: "its supervisor keeps its state beside the program", until: "2027-06-30" },
    privilege: { because: "it gives its folders to its own user, and becomes it", until: "2027-06-30" },
  },
});
