import { routing } from "../../../../components/router/index.ts";
import {
  databaseUrl,
  defineService,
  fromConfig,
  generated,
  scratch,
  secretOf,
  secretValue,
  text,
  urlOf,
} from "../../../../components/service/index.ts";
import { card } from "../../../card.ts";

/** Who answers, and under which names the house asks. */
const { files, env, ...watched } = routing({
  providers: {
    gaming_pc: {
      kind: "openai",
      at: text`${urlOf("qwen3-14b")}/v1`,
      models: [{ id: "qwen3-14b", as: "Qwen/Qwen3-14B-GGUF:Q4_K_M", context: 40_960, tools: true }],
      concurrency: 2,
      ...(card.isManaged && {
        manager: {
          at: text`${urlOf("manager")}/v1`,
          model: "qwen3-14b",
          key: secretOf("manager", "router-key"),
        },
      }),
    },
    // Clients know it by its first card; today it is an RTX 5080.
    local_3070: { kind: "ollama", at: urlOf("ollama-gpu"), concurrency: 2 },
    processors: { kind: "ollama", at: urlOf("ollama"), concurrency: 1 },
    litellm: {
      kind: "openai",
      at: text`${urlOf("litellm")}/v1`,
      key: text`sk-${secretOf("litellm", "master-key")}`,
      models: [{ id: "embeddings", embeddings: true }],
    },
    zai: {
      kind: "openai",
      at: "https://api.z.ai/api/paas/v4",
      key: secretValue("zai"),
      models: [{ id: "glm-4.6", context: 200_000, tools: true, cost: { prompt: 0.6, completion: 2.2 } }],
      repair: "glm",
    },
    // It stands in the house, and hands on what it is told.
    claude_harness: {
      kind: "openai",
      at: text`${urlOf("claude-harness")}/v1`,
      privacy: "outside",
      concurrency: 2,
    },
    anthropic: { kind: "anthropic", at: "https://api.anthropic.com", key: secretValue("anthropic") },
  },
  aliases: {
    auto: { models: ["qwen3-14b", "local_3070/*", "glm-4.6"], prefer: "auto" },
    fast: { models: ["local_3070/*", "qwen3-14b", "glm-4.6"], prefer: "fast" },
    big: ["anthropic/*", "claude_harness/*", "glm-4.6"],
    code: ["claude_harness/*", "glm-4.6", "qwen3-14b"],
    private: { models: ["qwen3-14b", "local_3070/*", "processors/*"], privacy: "local" },
  },
});

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
