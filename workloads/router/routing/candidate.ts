import type { ModelConfig } from "../config/index.ts";
import type { Provider } from "../providers/index.ts";

/** A model at a provider: somebody who could answer. */
export interface Candidate {
  provider: Provider;
  model: ModelConfig;
  /** As the provider calls it. */
  providerModel: string;
  /** `gaming_pc/qwen3-14b`: in headers, logs and measures. */
  name: string;
}

export function candidate(provider: Provider, model: ModelConfig): Candidate {
  return { provider, model, providerModel: model.as ?? model.id, name: `${provider.name}/${model.id}` };
}

const EMBEDDERS = /embed|(^|[/-])(bge|gte|e5|minilm)[-:]/i;

/** Declared, or told by its name as most of them are. */
export function embeds({ model }: Candidate): boolean {
  return model.embeddings ?? EMBEDDERS.test(model.id);
}

/** Billions of parameters, where the name tells them. */
export function parameters({ model }: Candidate): number {
  return Number(/(\d+(?:\.\d+)?)b(?![a-z])/i.exec(model.id)?.[1] ?? 0);
}
