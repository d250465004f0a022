import { routing } from "../../../components/router/index.ts";
import {
  defineService,
  fromConfig,
  generated,
  hostOf,
  secretValue,
  text,
  urlOf,
} from "../../../components/service/index.ts";

const { files, env, ...watched } = routing({
  providers: {
    // A service of the lab: its address follows, and the network lets the router through to it.
    desk: { kind: "ollama", at: urlOf("ollama"), concurrency: 2 },
    // An address outside, with a key that somebody gave.
    anthropic: { kind: "anthropic", at: "https://api.anthropic.com", key: secretValue("anthropic") },
  },
  aliases: {
    auto: ["desk/*", "anthropic/*"],
    private: { models: ["desk/*"], privacy: "local" },
  },
});

export const router = defineService({
  name: "router",
  about: "Every model behind one address",
  lifecycle: "production",
  program: "router",
  place: { cluster: "core" },
  database: { on: "postgres" },
  migration: { args: ["migrate"] },
  ports: { http: 8080 },
  files: {
    ...files,
    "/etc/router/admin-key": secretValue("admin-key"),
    "/etc/router/database": text`postgresql://router:${secretValue("database")}@${hostOf("postgres")}/router`,
  },
  env: {
    ...env,
    HOST: "0.0.0.0",
    ROUTER_ADMIN_KEY_FILE: "/etc/router/admin-key",
    DATABASE_URL_FILE: "/etc/router/database",
  },
  health: { ready: "/readyz", live: "/healthz" },
  resources: { cpu: "250m", memory: "256Mi..512Mi" },
  scale: { min: 2, max: 4, cpu: 70 },
  disruption: { minAvailable: 1 },
  endsWithin: 75,
  secrets: { "admin-key": generated(48), anthropic: fromConfig("anthropic") },
  reach: { internet: "models of others, by its rules", models: true },
  expose: { tailnet: true },
  ...watched,
});
