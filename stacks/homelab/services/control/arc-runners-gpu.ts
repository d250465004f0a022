import { githubRunners } from "../../../../components/runners/index.ts";
import { defineService, fromConfig, hostOf, portOf, text } from "../../../../components/service/index.ts";

/** Runners whose jobs may ask the models on akula-prime's card, over the LAN: no card is handed to a pod. */
export const arcRunnersGpu = defineService({
  name: "arc-runners-gpu",
  about: "GitHub's runners for jobs that ask models on the GPU",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "arc-runners",
  needs: ["arc-controller"],
  chart: githubRunners({
    of: "https://github.com/terrac/homelab",
    atMost: 4,
    env: { OLLAMA_GPU_HOST: text`${hostOf("ollama-gpu")}:${portOf("ollama-gpu")}` },
  }),
  secrets: { github: fromConfig("github-runners") },
  reach: { internet: { for: "GitHub", toStart: true } },
});
