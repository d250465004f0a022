import {
  databaseUrl,
  defineService,
  fromConfig,
  generated,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";
import { routes } from "../../settings/router.ts";

const { files, env, ...watched } = routes;

/** The front door to every model, in the house and outside. */
export const router = defineService({
  name: "router",
  about: "Every model behind one address: OpenAI's and Anthropic's APIs",
  lifecycle: "production",
  program: "router",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "ai-services",
  database: { on: "ai-postgres" },
  migration: { args: ["migrate"] },
  ports: { http: 8080 },
  files: {
    ...files,
    "/etc/router/admin-key": secretValue("admin-key"),
    "/etc/router/database": databaseUrl("ai-postgres", "router"),
  },
  env: {
    ...env,
    HOST: "0.0.0.0",
    ROUTER_ADMIN_KEY_FILE: "/etc/router/admin-key",
    DATABASE_URL_FILE: "/etc/router/database",
    ROUTER_DATA_DIR: "/data",
    ROUTER_DRAIN_SECONDS: "60",
    ROUTER_TRUST_PROXY: "1",
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 60 },
  resources: { cpu: "500m..1500m", memory: "256Mi..768Mi" },
  scale: { min: 2, max: 4, cpu: 70 },
  disruption: { minAvailable: 1 },
  endsWithin: 75, // longer than it lets streams drain
  // Usage and conversations wait here while the database is away. It survives a crash of the program, and a pod that
  // leaves hands in what it has: a disk of its own would be one for each copy, and keep what is in the database already.
  volumes: { "/data": scratch("1Gi") },
  secrets: {
    "admin-key": generated(48),
    zai: fromConfig("zai"),
    anthropic: fromConfig("anthropic"),
  },
  reach: { internet: "models of others, by its rules", models: true },
  // Whoever comes over the tunnel meets no login page, which no program could pass, but needs a key of the router's own.
  expose: { lan: { host: "ai" }, tailnet: { host: "ai" }, public: { access: "public", host: "ai" } },
  ...watched,
});
