import { randomUUID } from "node:crypto";
import type { Usage } from "../usage.ts";

/** A request that went well; say only what matters to the test. */
export function usage(differs: Partial<Usage> = {}): Usage {
  return {
    id: randomUUID(),
    at: Date.now(),
    keyId: "key_1",
    person: "ann",
    api: "chat",
    model: "auto",
    provider: "gaming_pc",
    providerModel: "qwen3:32b",
    stream: true,
    status: 200,
    promptTokens: 100,
    cachedTokens: undefined,
    completionTokens: 20,
    partial: false,
    cost: 1_500,
    queuedMs: 0.5,
    firstByteMs: 120,
    totalMs: 900,
    attempts: 1,
    why: "the only one",
    fault: undefined,
    ...differs,
  };
}
