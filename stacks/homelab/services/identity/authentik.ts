import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  portOf,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** One login for the house: shows the pages, and says to services who somebody is. Its work is done by authentik-worker. */
export const authentik = defineService({
  name: "authentik",
  about: "One login for every service that knows OpenID Connect",
  lifecycle: "production",
  image: image(
    "ghcr.io/goauthentik/server",
    "2026.8.0",
    "sha256:7421753cfea67e89a6d295a1f0173ccea3866b33768c88dad90453b151cdcfd5",
  ),
  place: { cluster: "core", node: "pesubuntu" },
  user: 1000,
  args: ["server"],
  database: { on: "postgres" },
  provides: "sign-in",
  ports: { http: 9000, metrics: 9300 },
  env: {
    AUTHENTIK_SECRET_KEY: secretValue("session-key"),
    AUTHENTIK_BOOTSTRAP_PASSWORD: secretValue("bootstrap-password"),
    AUTHENTIK_POSTGRESQL__HOST: hostOf("postgres"),
    AUTHENTIK_POSTGRESQL__PORT: portOf("postgres"),
    AUTHENTIK_POSTGRESQL__NAME: "authentik",
    AUTHENTIK_POSTGRESQL__USER: "authentik",
    AUTHENTIK_POSTGRESQL__PASSWORD: secretValue("database"),
    AUTHENTIK_ERROR_REPORTING__ENABLED: "false",
    AUTHENTIK_DISABLE_UPDATE_CHECK: "true",
    AUTHENTIK_DISABLE_STARTUP_ANALYTICS: "true",
  },
  health: { ready: "/-/health/ready/", live: "/-/health/live/", startsWithin: 300 },
  resources: { cpu: "200m", memory: "640Mi..1Gi" },
  volumes: { "/data": claim("2Gi"), "/dev/shm": scratch("256Mi", { memory: true }) },
  secrets: {
    "session-key": generated(64, { lasts: "accounts elsewhere are known by a hash with it" }),
    "bootstrap-password": generated(32, { lasts: "read on its first start only: change it there" }),
  },
  metrics: { port: "metrics" },
  // It is the login page itself: behind another one, nobody would come to it.
  expose: {
    lan: { host: "auth" },
    tailnet: { host: "auth" },
    public: { access: "public", host: "auth" },
  },
  waive: {
    "writable-root": {
      because: "no public file that we trust shows the image with a root that it cannot write",
      until: "2027-06-30",
    },
  },
});
