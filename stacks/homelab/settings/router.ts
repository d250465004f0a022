import { routing } from "../../../components/router/index.ts";
import { secretOf, secretValue, text, urlOf } from "../../../components/service/index.ts";
import { card } from "../../card.ts";

/** Who answers, and under which names the house asks. */
export const routes = routing({
  providers: {
    gaming_pc: {
      kind: "openai",
      at: text`${urlOf("qwen3-14b")}/v1`,
      models: [{ id: "qwen3-14b", as: "Qwen/Qwen3-14B-GGUF:Q4_K_M", context: 40_960, tools: true }],
      concurrency: 2,
      ...(card.isManaged && {
        manager: {
          at: text`${urlOf("manager")}/v1`,
          model: "qwen3-14b",
          key: secretOf("manager", "router-key"),
        },
      }),
    },
    // Clients know it by its first card; today it is an RTX 5080.
    local_3070: { kind: "ollama", at: urlOf("ollama-gpu"), concurrency: 2 },
    processors: { kind: "ollama", at: urlOf("ollama"), concurrency: 1 },
    litellm: {
      kind: "openai",
      at: text`${urlOf("litellm")}/v1`,
      key: text`sk-${secretOf("litellm", "master-key")}`,
      models: [{ id: "embeddings", embeddings: true }],
    },
    zai: {
      kind: "openai",
      at: "https://api.z.ai/api/paas/v4",
      key: secretValue("zai"),
      models: [{ id: "glm-4.6", context: 200_000, tools: true, cost: { prompt: 0.6, completion: 2.2 } }],
      repair: "glm",
    },
    // It stands in the house, and hands on what it is told.
    claude_harness: {
      kind: "openai",
      at: text`${urlOf("claude-harness")}/v1`,
      privacy: "outside",
      concurrency: 2,
    },
    anthropic: { kind: "anthropic", at: "https://api.anthropic.com", key: secretValue("anthropic") },
  },
  aliases: {
    auto: { models: ["qwen3-14b", "local_3070/*", "glm-4.6"], prefer: "auto" },
    fast: { models: ["local_3070/*", "qwen3-14b", "glm-4.6"], prefer: "fast" },
    big: ["anthropic/*", "claude_harness/*", "glm-4.6"],
    code: ["claude_harness/*", "glm-4.6", "qwen3-14b"],
    private: { models: ["qwen3-14b", "local_3070/*", "processors/*"], privacy: "local" },
  },
  tools: { lab: { at: text`${urlOf("lab-mcp")}/mcp`, key: secretOf("lab-mcp", "agents-key") } },
});
