import { defineService } from "../../../../components/service/index.ts";

/** Qwen3 14B on the gaming PC's RTX 3090, which a stack of its own runs; here is only where it answers. */
export const gamingPcLlama = defineService({
  name: "gaming-pc-llama",
  about: "Qwen3 14B on the RTX 3090, while nobody plays",
  lifecycle: "production",
  place: { machine: "gaming-pc" },
  ports: { http: 8080 },
  expose: { lan: true },
});
