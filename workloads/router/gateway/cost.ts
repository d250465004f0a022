import type { ModelConfig } from "../config/index.ts";
import type { Counted } from "../translate/index.ts";

/** In millionths of a US dollar: a price list's dollars for a million tokens are just that for one. */
export function costOf({ cost }: ModelConfig, { prompt = 0, cached = 0, completion = 0 }: Counted): number {
  if (!cost) return 0;
  const fresh = Math.max(0, prompt - cached);
  return Math.round(
    fresh * cost.prompt + cached * (cost.cached ?? cost.prompt) + completion * cost.completion,
  );
}
