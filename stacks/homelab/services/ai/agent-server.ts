import { defineService, secretOf, text, urlOf } from "../../../../components/service/index.ts";

/**
 * Agents that answer by API. Kept to be read: nobody published an image of it; dify-agent-backend is what runs agents
 * today. Its figures are the constitution's, for whoever writes one: bursts of work are met with up to five copies.
 */
export const agentServer = defineService({
  name: "agent-server",
  about: "Agents behind an API, as many as there is work",
  lifecycle: "archive",
  place: { cluster: "platform" },
  namespace: "ai-services",
  ports: { http: 8000 },
  env: {
    OPENAI_BASE_URL: text`${urlOf("litellm")}/v1`,
    OPENAI_API_KEY: text`sk-${secretOf("litellm", "master-key")}`,
  },
  resources: { cpu: "250m..1", memory: "512Mi..2Gi" },
  scale: { min: 1, max: 5, cpu: 70 },
});
