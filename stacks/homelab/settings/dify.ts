import { hostOf, portOf, redisUrl, secretOf, urlOf } from "../../../components/service/index.ts";

/** What its API and its workers find each other by. Secrets are named with their owner: all of them have these lines. */
export const env = {
  SECRET_KEY: secretOf("dify-api", "session-key"),
  DB_HOST: hostOf("ai-postgres"),
  DB_PORT: portOf("ai-postgres"),
  DB_DATABASE: "dify-api",
  DB_USERNAME: "dify-api",
  DB_PASSWORD: secretOf("dify-api", "database"),
  REDIS_HOST: hostOf("ai-redis"),
  REDIS_PORT: portOf("ai-redis"),
  REDIS_PASSWORD: secretOf("ai-redis", "password"),
  CELERY_BROKER_URL: redisUrl("ai-redis", 1),
  VECTOR_STORE: "qdrant",
  QDRANT_URL: urlOf("ai-qdrant"),
  QDRANT_API_KEY: secretOf("ai-qdrant", "api-key"),
  CODE_EXECUTION_ENDPOINT: urlOf("dify-sandbox"),
  CODE_EXECUTION_API_KEY: secretOf("dify-sandbox", "api-key"),
  PLUGIN_DAEMON_URL: urlOf("dify-plugin-daemon"),
  PLUGIN_DAEMON_KEY: secretOf("dify-plugin-daemon", "server-key"),
  INNER_API_KEY_FOR_PLUGIN: secretOf("dify-api", "inner-key"),
  INTERNAL_FILES_URL: urlOf("dify-api"),
  AGENT_BACKEND_BASE_URL: urlOf("dify-agent-backend"),
  AGENT_BACKEND_API_TOKEN: secretOf("dify-agent-backend", "api-token"),
};
