import { ollamaSync } from "../../../../components/models/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { ollamaModels } from "./ollama-models.ts";

/** Each fits into the card by itself; its disk is its owner's, and nobody here counts it. */
const models = ollamaSync({ service: "ollama-gpu", memory: "16Gi" }, [
  { name: "qwen3:8b", quantization: "Q4_K_M", size: "5Gi", loaded: "8Gi" },
  { name: "qwen3:14b", quantization: "Q4_K_M", size: "9Gi", loaded: "13Gi" },
]);

/** Brings akula-prime its models. While the desk sleeps it fails, and is there the next night. */
export const ollamaGpuModels = defineService({
  ...ollamaModels,
  name: "ollama-gpu-models",
  about: "The models of Ollama on the RTX 5080, fetched every night",
  workload: { kind: "cron", schedule: "45 4 * * *" },
  ...models,
});
