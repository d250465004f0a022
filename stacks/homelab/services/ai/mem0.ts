import {
  claim,
  defineService,
  generated,
  hostOf,
  image,
  portOf,
  secretOf,
  secretValue,
  text,
  urlOf,
} from "../../../../components/service/index.ts";

/**
 * What assistants remember of people. Its makers' image is for ARM alone, and lets everybody in: this one is somebody
 * else's build of the same source, so it is tried out, and shown to nobody outside its cluster.
 */
export const mem0 = defineService({
  name: "mem0",
  about: "Memory for assistants: what people said, found again by its meaning",
  lifecycle: "experimental",
  image: image(
    "ghcr.io/onepush-dev/mem0-api",
    "v2.2.1",
    "sha256:b43ca243fffdbb8112992b87eb32da39a2e28de2491198a9f72827fe24f8ff91",
  ),
  place: { cluster: "platform", node: "homelab" },
  namespace: "self-hosted-ai",
  database: { on: "ai-postgres", extensions: ["vector"] },
  ports: { http: 8000 },
  env: {
    POSTGRES_HOST: hostOf("ai-postgres"),
    POSTGRES_PORT: portOf("ai-postgres"),
    POSTGRES_DB: "mem0",
    POSTGRES_USER: "mem0",
    POSTGRES_PASSWORD: secretValue("database"),
    OPENAI_BASE_URL: text`${urlOf("litellm")}/v1`,
    OPENAI_API_KEY: text`sk-${secretOf("litellm", "master-key")}`,
    ADMIN_API_KEY: secretValue("api-key"),
    HISTORY_DB_PATH: "/app/history/history.db",
    MEM0_TELEMETRY: "False",
  },
  health: { ready: "/docs", startsWithin: 180 },
  resources: { cpu: "100m..1", memory: "512Mi..1Gi" },
  volumes: { "/app/history": claim("2Gi", { class: "local-path" }) },
  secrets: { "api-key": generated(48) },
  waive: {
    "root-user": { because: "nobody who builds it says as whom it runs", until: "2027-03-31" },
    "writable-root": { because: "it keeps settings in the home of whom it runs as", until: "2027-03-31" },
  },
});
