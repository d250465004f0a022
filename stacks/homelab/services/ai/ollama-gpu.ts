import { defineService } from "../../../../components/service/index.ts";

/** Language models on akula-prime's RTX 5080. A desktop, so it is told where it is and never managed. */
export const ollamaGpu = defineService({
  name: "ollama-gpu",
  about: "Language models on the RTX 5080, over the LAN",
  lifecycle: "production",
  place: { machine: "akula-prime" },
  ports: { http: 11434 },
  expose: { lan: true },
});
