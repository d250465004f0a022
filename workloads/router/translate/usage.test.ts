import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { eventsOf, message } from "./testing/anthropic.ts";
import { chunksOf, completion } from "./testing/openai.ts";
import { countedIn, type ProviderApi, UsageReader } from "./usage.ts";

test.each<[string, ProviderApi, JsonObject, unknown]>([
  ["a chat completion", "openai", completion, { prompt: 112, cached: 100, completion: 34 }],
  ["embeddings", "openai", { usage: { prompt_tokens: 8, total_tokens: 8 } }, { prompt: 8 }],
  [
    "a response",
    "openai",
    { usage: { input_tokens: 5, input_tokens_details: { cached_tokens: 0 }, output_tokens: 0 } },
    { prompt: 5, cached: 0, completion: 0 },
  ],
  [
    "a response's last event",
    "openai",
    { type: "response.completed", response: { usage: { input_tokens: 5, output_tokens: 7 } } },
    { prompt: 5, completion: 7 },
  ],
  [
    "llama.cpp's timings",
    "openai",
    { timings: { cache_n: 90, prompt_n: 10, predicted_n: 3 } },
    { prompt: 100, cached: 90, completion: 3 },
  ],
  [
    "usage beside timings",
    "openai",
    { usage: { prompt_tokens: 1, completion_tokens: 2 }, timings: { prompt_n: 9 } },
    { prompt: 1, completion: 2 },
  ],
  ["a message", "anthropic", message, { prompt: 112, cached: 100, completion: 34 }],
  ["an answer that says nothing", "openai", { choices: [] }, {}],
  ["an answer that says null", "openai", { usage: null }, {}],
])("usage is read from %s", (_, api, answer, expected) => {
  expect(countedIn(api, answer)).toEqual({
    prompt: undefined,
    cached: undefined,
    completion: undefined,
    ...(expected as object),
  });
});

test("in a stream the last figure wins, and null takes nothing back", () => {
  const reader = new UsageReader("anthropic");
  const read = (events: JsonObject[]) => {
    for (const event of events) reader.read(event);
  };
  const events = eventsOf(message);
  read(events.slice(0, -2));
  expect(reader.counted).toEqual({ prompt: 112, cached: 100, completion: 1 });
  read(events.slice(-2));
  expect(reader.counted).toEqual({ prompt: 112, cached: 100, completion: 34 });
  read([
    { type: "message_delta", usage: { input_tokens: 20, cache_read_input_tokens: null, output_tokens: 0 } },
  ]);
  expect(reader.counted).toEqual({ prompt: 120, cached: 100, completion: 0 });
});

test("a chat stream's last chunk holds it", () => {
  const reader = new UsageReader("openai");
  for (const chunk of chunksOf(completion)) reader.read(chunk);
  expect(reader.counted).toEqual({ prompt: 112, cached: 100, completion: 34 });
});
