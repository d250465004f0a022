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
 * What assistants remember of people. Its makers' image is for ARM alone, and lets everybody in: ours is images/mem0, their
 * library behind an API that asks for a key. What is said to it stays in the house, as do the models that it asks.
 */
export const mem0 = defineService({
  name: "mem0",
  about: "Memory for assistants: what people said, found again by its meaning",
  lifecycle: "experimental",
  image: image("harbor.home/library/mem0", "2.2.1"),
  place: { cluster: "platform", node: "homelab" },
  namespace: "self-hosted-ai",
  user: 1000,
  database: { on: "ai-postgres", extensions: ["vector"] },
  ports: { http: 8000 },
  files: {
    "/etc/mem0/api-key": secretValue("api-key"),
    "/etc/mem0/database": secretValue("database"),
    "/etc/mem0/models": text`sk-${secretOf("litellm", "master-key")}`,
  },
  env: {
    HOST: "0.0.0.0",
    API_KEY_FILE: "/etc/mem0/api-key",
    POSTGRES_HOST: hostOf("ai-postgres"),
    POSTGRES_PORT: portOf("ai-postgres"),
    POSTGRES_PASSWORD_FILE: "/etc/mem0/database",
    OPENAI_BASE_URL: text`${urlOf("litellm")}/v1`,
    OPENAI_API_KEY_FILE: "/etc/mem0/models",
    MEMORY_MODEL: "chat",
    MEMORY_EMBEDDINGS: "embeddings",
    MEMORY_DIMENSIONS: "768", // of nomic-embed-text, which is what that name means
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 120 },
  resources: { cpu: "100m..1", memory: "512Mi..1Gi" },
  endsWithin: 25,
  volumes: { "/app/history": claim("2Gi", { class: "local-path" }) },
  secrets: { "api-key": generated(48) },
  metrics: { port: "http", names: ["http_request_duration_seconds*"] },
  waive: {
    "image-digest": {
      because: "it is built by the job `images`, whose first run on main says the digest",
      until: "2027-06-30",
    },
  },
});
