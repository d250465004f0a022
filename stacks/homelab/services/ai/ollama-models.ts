import { ollamaSync } from "../../../../components/models/index.ts";
import { defineService } from "../../../../components/service/index.ts";

/** What the processors of the house answer with; LiteLLM knows them by these names. */
const models = ollamaSync({ service: "ollama", disk: "50Gi", memory: "24Gi" }, [
  { name: "qwen3:8b", quantization: "Q4_K_M", size: "5Gi", loaded: "8Gi" },
  { name: "nomic-embed-text:v1.5", quantization: "F16", size: "300Mi", loaded: "1Gi" },
]);

/** Brings Ollama its models, and each night what their makers mended in them; what is declared no more goes. */
export const ollamaModels = defineService({
  name: "ollama-models",
  about: "The models of Ollama on the processors, fetched every night",
  lifecycle: "production",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  workload: { kind: "cron", schedule: "30 4 * * *" },
  ...models,
  resources: { cpu: "10m..100m", memory: "64Mi..192Mi" },
});
