import { ollamaSync } from "../../../../components/models/index.ts";
import { defineService, image } from "../../../../components/service/index.ts";

/** What the processors of the house answer with; LiteLLM knows them by these names. */
const models = ollamaSync({ service: "ollama", disk: "50Gi", memory: "24Gi" }, [
  { name: "qwen3:8b", quantization: "Q4_K_M", size: "5Gi", loaded: "8Gi" },
  { name: "nomic-embed-text:v1.5", quantization: "F16", size: "300Mi", loaded: "1Gi" },
]);

/** Brings Ollama its models, and each night what their makers mended in them. */
export const ollamaModels = defineService({
  name: "ollama-models",
  about: "The models of Ollama on the processors, fetched every night",
  lifecycle: "production",
  image: image(
    "docker.io/curlimages/curl",
    "8.21.0",
    "sha256:7c12af72ceb38b7432ab85e1a265cff6ae58e06f95539d539b654f2cfa64bb13",
  ),
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  workload: { kind: "cron", schedule: "30 4 * * *" },
  user: 1000,
  ...models,
  resources: { cpu: "10m..100m", memory: "32Mi..64Mi" },
});
