import type { JsonObject } from "../http/json.ts";
import { number, object } from "./reading.ts";

/** Anthropic's usage as OpenAI's chat has it: there, the prompt is counted with what was cached. */
export function chatUsage(usage: JsonObject): JsonObject | undefined {
  const input = number(usage.input_tokens);
  const output = number(usage.output_tokens);
  if (input === undefined && output === undefined) return undefined;
  const cached = number(usage.cache_read_input_tokens);
  const written = number(usage.cache_creation_input_tokens);
  const thought = number(object(usage.output_tokens_details)?.thinking_tokens);
  const prompt = input === undefined ? undefined : input + (cached ?? 0) + (written ?? 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: output,
    total_tokens: prompt === undefined || output === undefined ? undefined : prompt + output,
    prompt_tokens_details: details({ cached_tokens: cached, cache_write_tokens: written }),
    completion_tokens_details: details({ reasoning_tokens: thought }),
  };
}

/** OpenAI's chat usage as Anthropic's. What nobody said is `null`, as Anthropic writes it, and never a zero. */
export function messagesUsage(usage: JsonObject | undefined): JsonObject {
  const { prompt, cached, written, completion, reasoning } = readChat(usage);
  return {
    input_tokens: prompt === undefined ? null : Math.max(0, prompt - (cached ?? 0) - (written ?? 0)),
    output_tokens: completion ?? null,
    cache_read_input_tokens: cached ?? null,
    cache_creation_input_tokens: written ?? null,
    output_tokens_details: reasoning === undefined ? null : { thinking_tokens: reasoning },
  };
}

/** OpenAI's chat usage as its Responses API has it. */
export function responsesUsage(usage: JsonObject | undefined): JsonObject | null {
  const { prompt, cached, written, completion, reasoning, total } = readChat(usage);
  if (prompt === undefined && completion === undefined) return null;
  return {
    input_tokens: prompt,
    input_tokens_details: details({ cached_tokens: cached, cache_write_tokens: written }),
    output_tokens: completion,
    output_tokens_details: details({ reasoning_tokens: reasoning }),
    total_tokens:
      total ?? (prompt === undefined || completion === undefined ? undefined : prompt + completion),
  };
}

function readChat(usage: JsonObject | undefined) {
  const prompt = object(usage?.prompt_tokens_details);
  const completion = object(usage?.completion_tokens_details);
  return {
    prompt: number(usage?.prompt_tokens),
    // Some servers of Anthropic's models say it beside OpenAI's own field, in Anthropic's words.
    cached: number(prompt?.cached_tokens) ?? number(usage?.cache_read_input_tokens),
    written: number(prompt?.cache_write_tokens) ?? number(usage?.cache_creation_input_tokens),
    completion: number(usage?.completion_tokens),
    reasoning: number(completion?.reasoning_tokens),
    total: number(usage?.total_tokens),
  };
}

function details(numbers: Record<string, number | undefined>): JsonObject | undefined {
  const said = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return said.length > 0 ? Object.fromEntries(said) : undefined;
}
