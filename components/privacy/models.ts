/** Where others let their models answer. What is said there leaves the house, whoever's key it is said with. */
export const MODEL_VENDORS: Record<string, string[]> = {
  Anthropic: ["api.anthropic.com"],
  Cohere: ["api.cohere.ai", "api.cohere.com"],
  Comfy: ["api.comfy.org"],
  DeepSeek: ["api.deepseek.com"],
  Google: ["aiplatform.googleapis.com", "generativelanguage.googleapis.com"],
  Groq: ["api.groq.com"],
  "Hugging Face": ["api-inference.huggingface.co", "router.huggingface.co"],
  Microsoft: ["openai.azure.com"],
  Mistral: ["api.mistral.ai"],
  Ollama: ["https://ollama.com"],
  OpenAI: ["api.openai.com"],
  OpenRouter: ["openrouter.ai"],
  Perplexity: ["api.perplexity.ai"],
  Together: ["api.together.ai", "api.together.xyz"],
  xAI: ["api.x.ai"],
  "Z.ai": ["api.z.ai", "open.bigmodel.cn"],
};

/** The vendors whose models a text names. */
export function modelVendorsIn(text: string): string[] {
  return Object.entries(MODEL_VENDORS)
    .filter(([, hosts]) => hosts.some((host) => text.includes(host)))
    .map(([vendor]) => vendor);
}
