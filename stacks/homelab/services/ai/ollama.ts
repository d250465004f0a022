import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Language models on processors: slow, always there, and nothing leaves the house. */
export const ollama = defineService({
  name: "ollama",
  about: "Language models on the CPU, for when the GPU plays or sleeps",
  lifecycle: "production",
  image: image(
    "docker.io/ollama/ollama",
    "0.32.15",
    "sha256:57d60e686821ea81a7748a3ec8141308c8b8f95b27105713954abf7a6529e700",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  namespace: "self-hosted-ai",
  user: 1000,
  ports: { http: 11434 },
  env: { HOME: "/models", OLLAMA_MODELS: "/models", OLLAMA_KEEP_ALIVE: "30m", OLLAMA_NO_CLOUD: "1" },
  health: { ready: "/" },
  resources: { cpu: "4..16", memory: "8Gi..24Gi" },
  volumes: { "/models": claim("50Gi", { backup: "never" }) },
  reach: { internet: "the models that it is asked to fetch" },
});
