import {
  databaseUrl,
  defineService,
  generated,
  image,
  openIdOf,
  ownUrl,
  redisUrl,
  secretOf,
  secretValue,
  share,
  text,
  urlOf,
} from "../../../../components/service/index.ts";

/** Its copies know of each other by this. */
const redis = redisUrl("ai-redis", 2);

/** Chat for the house: the GPU first, the processors when it is away. It keeps nothing in itself, so that there may be more. */
export const openWebui = defineService({
  name: "open-webui",
  about: "Chat with the models of the house",
  lifecycle: "production",
  image: image(
    "ghcr.io/open-webui/open-webui",
    "v0.11.0",
    "sha256:72c0ba641ba75e7aa52655cb242570906ececd09b1140fb736483038a22b3228",
  ),
  place: { cluster: "platform" },
  namespace: "ai-services",
  database: { on: "ai-postgres", extensions: ["vector"] },
  ports: { http: 8080 },
  env: {
    DATABASE_URL: databaseUrl("ai-postgres", "open-webui"),
    VECTOR_DB: "pgvector",
    REDIS_URL: redis,
    WEBSOCKET_MANAGER: "redis",
    WEBSOCKET_REDIS_URL: redis,
    OLLAMA_BASE_URLS: text`${urlOf("ollama-gpu")};${urlOf("ollama")}`,
    OPENAI_API_BASE_URL: text`${urlOf("litellm")}/v1`,
    OPENAI_API_KEY: text`sk-${secretOf("litellm", "master-key")}`,
    RAG_EMBEDDING_ENGINE: "openai", // by LiteLLM, on the processors of the house
    RAG_EMBEDDING_MODEL: "embeddings",
    ENABLE_WEB_SEARCH: "true",
    WEB_SEARCH_ENGINE: "searxng",
    SEARXNG_QUERY_URL: text`${urlOf("searxng")}/search?q=<query>`,
    WEBUI_SECRET_KEY: secretValue("session-key"),
    ANONYMIZED_TELEMETRY: "false",
    ENABLE_VERSION_UPDATE_CHECK: "false",
    SCARF_NO_ANALYTICS: "true",
    DO_NOT_TRACK: "true",
    WEBUI_URL: ownUrl("public"),
    OPENID_PROVIDER_URL: openIdOf("authentik", "open-webui").discovery,
    OAUTH_PROVIDER_NAME: "Authentik",
    OAUTH_CLIENT_ID: "open-webui",
    OAUTH_CLIENT_SECRET: secretValue("sign-in"),
    OAUTH_MERGE_ACCOUNTS_BY_EMAIL: "true",
    ENABLE_OAUTH_SIGNUP: "true",
  },
  health: { ready: "/health", startsWithin: 300 },
  resources: { cpu: "250m..600m", memory: "1Gi..2Gi" },
  scale: { min: 1, max: 3, memory: 70 },
  volumes: { "/app/backend/data": share("node006/open-webui") }, // what people hand in
  secrets: { "session-key": generated() },
  signIn: { by: "authentik", returnTo: ["/oauth/oidc/callback"] },
  reach: {
    internet: "Authentik's public address, which is the same for browsers and for itself",
    services: ["searxng"],
  },
  expose: { lan: { host: "chat" }, tailnet: { host: "chat" }, public: { access: "admin", host: "chat" } },
  waive: {
    "root-user": { because: "the image starts as root, and owns its data as root", until: "2027-06-30" },
    "writable-root": { because: "it unpacks its front end beside itself at start", until: "2027-06-30" },
  },
});
