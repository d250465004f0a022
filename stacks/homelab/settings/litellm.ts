import { stringify } from "yaml";
import { urlOf, written } from "../../../components/service/index.ts";

/** What programs ask for by OpenAI's names; texts become vectors on the processors, and never leave the house. */
export const config = written((hold) =>
  stringify({
    model_list: [
      ["chat", "ollama_chat/qwen3:8b", "ollama-gpu"],
      ["chat", "ollama_chat/qwen3:8b", "ollama"],
      ["embeddings", "ollama/nomic-embed-text:v1.5", "ollama"],
    ].map(([model_name, model, server = ""]) => ({
      model_name,
      litellm_params: { model, api_base: hold(urlOf(server)) },
    })),
    litellm_settings: { callbacks: ["prometheus"], telemetry: false, drop_params: true },
  }),
);
