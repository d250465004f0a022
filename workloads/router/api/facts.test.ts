import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { chatFacts } from "./chat.ts";
import { completionsFacts } from "./completions.ts";
import { embeddingsFacts } from "./embeddings.ts";
import { countTokensAnswer, messagesFacts } from "./messages.ts";
import { responsesFacts } from "./responses.ts";
import { textTokens } from "./weight.ts";

const chat = (more: JsonObject = {}) =>
  chatFacts({ model: "m", messages: [{ role: "user", content: "Hi" }], ...more });
const user = (...parts: JsonObject[]) => ({ messages: [{ role: "user", content: parts }] });

test("what a request needs of a model is read from it", () => {
  expect(chat()).toMatchObject({
    model: "m",
    stream: false,
    wantsUsage: false,
    vision: false,
    audio: false,
    tools: false,
    jsonSchema: false,
  });
  expect(
    chat({ stream: true, stream_options: { include_usage: true }, max_tokens: 5, max_completion_tokens: 7 }),
  ).toMatchObject({ stream: true, wantsUsage: true, maxOutput: 7 });
  expect(chat({ tools: [{ type: "function" }], response_format: { type: "json_schema" } })).toMatchObject({
    tools: true,
    jsonSchema: true,
  });
  expect(chat(user({ type: "image_url", image_url: { url: "data:image/png;base64,AA" } })).vision).toBe(true);
  expect(chat(user({ type: "input_audio", input_audio: { data: "AA", format: "wav" } })).audio).toBe(true);
  const image = { type: "image", source: { type: "base64", data: "AA" } };
  expect(
    messagesFacts({
      model: "m",
      messages: [{ role: "user", content: [{ type: "tool_result", content: [image] }] }],
    }).vision,
  ).toBe(true);
  expect(
    responsesFacts({
      model: "m",
      input: [{ role: "user", content: [{ type: "input_image" }] }],
      text: { format: { type: "json_schema" } },
    }),
  ).toMatchObject({ vision: true, jsonSchema: true });
});

test("tokens are rather too many than too few, in every script, and pictures do not count by their bytes", () => {
  // As tokenisers of today count them.
  expect(textTokens("The quick brown fox jumps over the lazy dog. ".repeat(10))).toBeGreaterThan(100);
  expect(textTokens("Съешь же ещё этих мягких французских булок. ".repeat(10))).toBeGreaterThan(150);
  expect(textTokens("我能吞下玻璃而不伤身体。")).toBeGreaterThan(9);
  const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${"A".repeat(4_000_000)}` } };
  expect(chat(user(picture)).tokens).toBeLessThan(2_000);
  const paper = { type: "file", file: { file_data: "A".repeat(400_000) } };
  expect(chat(user(paper)).tokens).toBeLessThan(20_000);
  expect(countTokensAnswer(messagesFacts({ model: "m", system: "x".repeat(400), messages: [] }))).toEqual({
    input_tokens: 100,
  });
});

test("a conversation keeps its name from turn to turn, and another one has another", () => {
  const first = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
  ];
  const name = chat({ messages: first }).conversation;
  expect(
    chat({ messages: [...first, { role: "assistant", content: "Hello" }, { role: "user", content: "More" }] })
      .conversation,
  ).toBe(name);
  expect(chat({ messages: [first[0] ?? null, { role: "user", content: "Hello" }] }).conversation).not.toBe(
    name,
  );
  expect(chat({ messages: [{ role: "user", content: "Hi" }] }).conversation).not.toBe(name);
  const marked = [
    { role: "user", content: [{ type: "text", text: "Hi", cache_control: { type: "ephemeral" } }] },
  ];
  const bare = [{ role: "user", content: [{ type: "text", text: "Hi" }] }];
  expect(messagesFacts({ messages: marked }).conversation).toBe(
    messagesFacts({ messages: bare }).conversation,
  );
});

test("a name that the client gives goes before", () => {
  const named = { prompt_cache_key: "thread-7" };
  expect(chat({ ...named, messages: [{ role: "user", content: "A" }] }).conversation).toBe(
    chat({ ...named, messages: [{ role: "user", content: "B" }] }).conversation,
  );
  const metadata = { user_id: "session-1" };
  expect(messagesFacts({ metadata, system: "a" }).conversation).toBe(
    messagesFacts({ metadata, system: "b" }).conversation,
  );
  expect(responsesFacts({ conversation: { id: "c" }, input: "a" }).conversation).toBe(
    responsesFacts({ conversation: "c", input: "b" }).conversation,
  );
  expect(completionsFacts({ prompt: "def f(" }).conversation).not.toBe(
    completionsFacts({ prompt: "def g(" }).conversation,
  );
});

test("what is no conversation has no name that would keep it at one server", () => {
  expect(embeddingsFacts({ model: "m", input: "Hi" }).conversation).toBe("");
});
