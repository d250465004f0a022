import type { JsonObject } from "../http/json.ts";
import type { Caller } from "../keys/caller.ts";

/**
 * The router as its own client: for summaries, vectors and tools. Asks are routed, limited and counted like anybody
 * else's, in the name of the caller.
 */
export interface Models {
  /** A chat completion (OpenAI's form), not streamed. */
  chat(body: JsonObject, ask: InnerAsk): Promise<JsonObject>;
  /** The same as chunks (OpenAI's form), without the closing `[DONE]`. */
  chatStream(body: JsonObject, ask: InnerAsk): AsyncIterable<JsonObject>;
  embed(texts: string[], ask: InnerAsk & { model: string }): Promise<number[][]>;
  /** How many tokens a model can hold, by its name or alias. */
  contextOf(model: string): number | undefined;
}

export interface InnerAsk {
  caller: Caller;
  signal: AbortSignal;
  /** Must not leave the house. */
  local?: boolean;
}
