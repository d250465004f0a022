import { llamaCpp } from "../../../../components/models/index.ts";
import { claim, defineService, image } from "../../../../components/service/index.ts";
import { card } from "../../../card.ts";

/** Its weights, and a conversation of 40,960 tokens: the card has 24 GiB. */
const model = llamaCpp(
  { service: "qwen3-14b", disk: "60Gi", memory: "24Gi" },
  { repository: "Qwen/Qwen3-14B-GGUF", quantization: "Q4_K_M", size: "8.4Gi", loaded: "16Gi" },
  { context: 40_960 },
);

/** Qwen3 14B, whole in the memory of the RTX 3090, with room for 40,960 tokens. */
export const qwen3 = defineService({
  name: "qwen3-14b",
  about: "Qwen3 14B by llama.cpp: the house's everyday model",
  lifecycle: "production",
  image: image(
    "ghcr.io/ggml-org/llama.cpp",
    "server-cuda-b10257",
    "sha256:37dd122824e58af9ec861955242abdeeade5a1dcf0ad768bf2b37f903c2805c6",
  ),
  place: card.place("16Gi"),
  ...card.everyday,
  user: 1000,
  args: [...model, "--host", "0.0.0.0", "--port", "8080", "--metrics"],
  env: { LLAMA_CACHE: "/models", HOME: "/models" },
  ports: { http: 8080 },
  health: { ready: "/health", startsWithin: 600 },
  resources: { cpu: "2..4", memory: "8Gi..16Gi" },
  volumes: { "/models": claim("60Gi", { backup: "never", ...card.disk }) },
  reach: { internet: "its model, until it is here" },
  metrics: { port: "http" },
  expose: { lan: true },
});
