import {
  defineService,
  generated,
  image,
  redisUrl,
  secretOf,
  secretValue,
  text,
  urlOf,
} from "../../../../components/service/index.ts";

/** Thinks for an agent, step by step: asks models and tools by plugins, and types in dify-agent-sandbox. */
export const difyAgentBackend = defineService({
  name: "dify-agent-backend",
  about: "Dify: agents, which think and act by themselves",
  lifecycle: "production",
  image: image("docker.io/langgenius/dify-agent-backend", "1.16.1"),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  ports: { http: 5050 },
  env: {
    DIFY_AGENT_API_TOKEN: secretValue("api-token"),
    DIFY_AGENT_SERVER_SECRET_KEY: secretValue("server-key"),
    DIFY_AGENT_PLUGIN_DAEMON_URL: urlOf("dify-plugin-daemon"),
    DIFY_AGENT_PLUGIN_DAEMON_API_KEY: secretOf("dify-plugin-daemon", "server-key"),
    DIFY_AGENT_INNER_API_URL: urlOf("dify-api"),
    DIFY_AGENT_INNER_API_KEY: secretOf("dify-api", "inner-key"),
    DIFY_AGENT_SHELLCTL_ENTRYPOINT: urlOf("dify-agent-sandbox"),
    DIFY_AGENT_SHELLCTL_AUTH_TOKEN: secretOf("dify-agent-sandbox", "shell-token"),
    DIFY_AGENT_STUB_API_BASE_URL: text`${urlOf("dify-agent-backend")}/agent-stub`,
    // The third database of the three that Redis has for Dify: caches and tasks are in the others.
    DIFY_AGENT_REDIS_URL: redisUrl("ai-redis", 3),
  },
  health: { opens: "http", startsWithin: 180 },
  resources: { cpu: "100m..2", memory: "512Mi..2Gi" },
  secrets: { "api-token": generated(48), "server-key": generated(43) }, // 32 bytes, in base64
  reach: { services: ["dify-api"] },
  waive: {
    "image-digest": { because: "no public file that we trust pins one", until: "2027-06-30" },
    "root-user": { because: "no public file that we trust says as whom it runs", until: "2027-06-30" },
    "writable-root": { because: "nobody shows it with a root that it cannot write", until: "2027-06-30" },
  },
});
