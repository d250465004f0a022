import {
  databaseUrl,
  openIdOf,
  ownUrl,
  redisUrl,
  secretOf,
  secretValue,
  text,
  urlOf,
} from "../../../components/service/index.ts";

/** Its copies know of each other by this. */
const redis = redisUrl("ai-redis", 2);

/** Pages that can change these are overruled at every start. */
export const env = {
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
};
