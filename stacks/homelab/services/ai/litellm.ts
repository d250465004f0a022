import {
  databaseUrl,
  defineService,
  generated,
  image,
  openIdOf,
  ownUrl,
  secretValue,
  text,
} from "../../../../components/service/index.ts";
import { config } from "../../settings/litellm.ts";

const signIn = openIdOf("authentik", "litellm");

/** One API for whatever speaks OpenAI's, with keys and budgets of its own. The router is in front of it, too. */
export const litellm = defineService({
  name: "litellm",
  about: "OpenAI's API in front of every model, with keys and budgets",
  lifecycle: "production",
  image: image(
    "ghcr.io/berriai/litellm-database",
    "v1.97.0",
    "sha256:4b3226f4ccd7793d7dca6862d3681604d7ab640d8d6285be6061fd48514e6e71",
  ),
  place: { cluster: "platform" },
  namespace: "ai-services",
  database: { on: "ai-postgres" },
  args: ["--config", "/etc/litellm/config.yaml", "--port", "4000"],
  files: { "/etc/litellm/config.yaml": config },
  env: {
    LITELLM_MASTER_KEY: text`sk-${secretValue("master-key")}`,
    DATABASE_URL: databaseUrl("ai-postgres", "litellm"),
    // Whoever administers it; for five people at most this needs no license.
    PROXY_BASE_URL: ownUrl("tailnet"),
    GENERIC_CLIENT_ID: "litellm",
    GENERIC_CLIENT_SECRET: secretValue("sign-in"),
    GENERIC_AUTHORIZATION_ENDPOINT: signIn.authorize,
    GENERIC_TOKEN_ENDPOINT: signIn.token,
    GENERIC_USERINFO_ENDPOINT: signIn.userInfo,
    GENERIC_SCOPE: "openid profile email",
    LITELLM_LOCAL_MODEL_COST_MAP: "True", // else it asks GitHub at every start
  },
  ports: { http: 4000 },
  health: { ready: "/health/readiness", live: "/health/liveliness", startsWithin: 300 },
  resources: { cpu: "250m..1", memory: "1Gi..2Gi" },
  scale: { min: 1, max: 3, cpu: 70 },
  secrets: { "master-key": generated(48, { lasts: "it encrypts the keys in its database" }) },
  signIn: { by: "authentik", returnTo: ["/sso/callback"] },
  reach: { internet: "Authentik's public address" },
  metrics: { port: "http" },
  expose: { lan: true, tailnet: true },
  waive: {
    "root-user": { because: "its database client lies in root's own folders", until: "2027-06-30" },
    "writable-root": { because: "it unpacks its administrators' page beside itself", until: "2027-06-30" },
  },
});
