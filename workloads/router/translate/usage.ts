import type { JsonObject } from "../http/json.ts";
import { number, object } from "./reading.ts";

/** Which vendor's API a provider speaks. */
export type ProviderApi = "openai" | "anthropic";

/** Without a number: nobody said, which is not the same as zero. */
export interface Counted {
  /** All of the prompt, what was cached included. */
  prompt: number | undefined;
  cached: number | undefined;
  completion: number | undefined;
}

/** Reads what an answer, or a stream's events one after the other, say of tokens. The last figure wins. */
export class UsageReader {
  readonly #api: ProviderApi;
  #said: JsonObject = {};

  constructor(api: ProviderApi) {
    this.#api = api;
  }

  read(said: JsonObject): void {
    // At the top of answers and chunks, in the message of Anthropic's first event, in the response of Responses' last.
    const usage =
      object(said.usage) ?? object(object(said.message)?.usage) ?? object(object(said.response)?.usage);
    const figures = usage ?? fromTimings(said);
    if (!figures) return;
    // Anthropic's last event says again what has changed, and null for the rest.
    for (const [name, value] of Object.entries(figures)) if (value !== null) this.#said[name] = value;
  }

  get counted(): Counted {
    return this.#api === "anthropic" ? anthropic(this.#said) : openai(this.#said);
  }
}

/** Of an answer that came whole. */
export function countedIn(api: ProviderApi, answer: JsonObject): Counted {
  const reader = new UsageReader(api);
  reader.read(answer);
  return reader.counted;
}

/** Anthropic counts what it read from its cache, and what it wrote there, beside the rest of the prompt. */
function anthropic(usage: JsonObject): Counted {
  const input = number(usage.input_tokens);
  const cached = number(usage.cache_read_input_tokens);
  const written = number(usage.cache_creation_input_tokens);
  return {
    prompt: input === undefined ? undefined : input + (cached ?? 0) + (written ?? 0),
    cached,
    completion: number(usage.output_tokens),
  };
}

/** `prompt` and `completion` in chat, completions and embeddings; `input` and `output` in responses, audio and images. */
function openai(usage: JsonObject): Counted {
  const details = object(usage.prompt_tokens_details) ?? object(usage.input_tokens_details);
  return {
    prompt: number(usage.prompt_tokens) ?? number(usage.input_tokens),
    cached: number(details?.cached_tokens),
    completion: number(usage.completion_tokens) ?? number(usage.output_tokens),
  };
}

/** llama.cpp's own figures, in the words of OpenAI's usage; it says them where it is not asked for usage, too. */
export function fromTimings(answer: JsonObject): JsonObject | undefined {
  const timings = object(answer.timings);
  if (!timings) return undefined;
  const cached = number(timings.cache_n);
  const fresh = number(timings.prompt_n);
  return {
    prompt_tokens: fresh === undefined ? undefined : fresh + (cached ?? 0),
    completion_tokens: number(timings.predicted_n),
    prompt_tokens_details: cached === undefined ? undefined : { cached_tokens: cached },
  };
}
