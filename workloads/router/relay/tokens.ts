import type { JsonObject } from "../http/json.ts";

/** What a provider tells of a request's size. What it does not tell is not zero. */
export interface Tokens {
  prompt?: number | undefined;
  cached?: number | undefined;
  completion?: number | undefined;
}

/** Reads an answer, or an event of a stream. */
export type UsageReader = (said: JsonObject) => Tokens | undefined;

/** A stream tells in pieces; what was said last counts. */
export function merged(before: Tokens | undefined, now: Tokens): Tokens {
  return {
    prompt: now.prompt ?? before?.prompt,
    cached: now.cached ?? before?.cached,
    completion: now.completion ?? before?.completion,
  };
}
