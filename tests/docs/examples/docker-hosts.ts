import { claim, defineService, image } from "../../../components/service/index.ts";

/** A small model, started when somebody asks for it. */
export const llama = defineService({
  name: "llama",
  about: "A small model for short questions",
  lifecycle: "production",
  image: image(
    "ghcr.io/ggml-org/llama.cpp",
    "server-cuda-b10257",
    "sha256:37dd122824e58af9ec861955242abdeeade5a1dcf0ad768bf2b37f903c2805c6",
  ),
  place: { docker: "desk", gpu: { vram: "6Gi" } },
  start: "on demand",
  user: 1000,
  args: [
    "--hf-repo",
    "Qwen/Qwen3-4B-GGUF:Q4_K_M",
    "--n-gpu-layers",
    "99",
    "--host",
    "0.0.0.0",
    "--port",
    "8081",
  ],
  env: { LLAMA_CACHE: "/models", HOME: "/models" },
  ports: { http: 8081 },
  health: { ready: "/health", startsWithin: 300 },
  resources: { cpu: "2..4", memory: "4Gi..8Gi" },
  volumes: { "/models": claim("20Gi", { backup: "never" }) },
  reach: { internet: "its model, until it is here" },
  metrics: { port: "http" },
  expose: { lan: true },
});
