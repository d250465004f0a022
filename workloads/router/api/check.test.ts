import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { type Api, apis, type JsonApi } from "./index.ts";

function api(name: string): JsonApi {
  const found = apis.find((one): one is JsonApi & Api => one.name === name && one.body === "json");
  if (!found) throw new Error(`no API ${name}`);
  return found;
}

const good: Record<string, JsonObject> = {
  chat: { model: "m", messages: [{ role: "user", content: "Hi" }] },
  messages: { model: "m", max_tokens: 5, messages: [{ role: "user", content: "Hi" }] },
  responses: { model: "m", input: [{ role: "user", content: "Hi" }] },
  embeddings: { model: "m", input: "Hi" },
  completions: { model: "m", prompt: "Hi" },
  speech: { model: "m", input: "Hi", voice: "alba" },
  images: { model: "m", prompt: "A cat" },
};

test.each(Object.entries(good))(
  "%s: a good request passes as it came, unknown fields included",
  (name, body) => {
    const given = { ...body, min_p: 0.1, nested: { any: [1, null] } };
    expect(api(name).check(given)).toBe(given);
  },
);

const part = (content: unknown) => ({
  messages: [
    { role: "user", content: "a" },
    { role: "user", content },
  ],
});

test.each<[string, unknown, string | undefined, string]>([
  ["chat", [], undefined, "The body: expected an object, but got an empty list."],
  [
    "chat",
    { model: "" },
    "model",
    "model: expected a text that is not empty, but got an empty string (and 1 more problem).",
  ],
  ["chat", { messages: [] }, "messages", "messages: expected at least 1 in the list, but got an empty list."],
  ["chat", part(5), "messages[1].content", "messages[1].content: expected a string or a list, but got 5."],
  [
    "chat",
    part([{ type: "text", text: 7 }]),
    "messages[1].content[0].text",
    "messages[1].content[0].text: expected a string, but got 7.",
  ],
  [
    "chat",
    part([{ type: "image_url" }]),
    "messages[1].content[0].image_url",
    'messages[1].content[0].image_url: expected a field that a part of type "image_url" cannot do without, but got nothing.',
  ],
  ["chat", { temperature: "hot" }, "temperature", "temperature: expected a number, but got a string."],
  ["chat", { temperature: 3 }, "temperature", "temperature: expected 2 or less, but got 3."],
  ["chat", { max_tokens: 1.5 }, "max_tokens", "max_tokens: expected a whole number, but got 1.5."],
  [
    "chat",
    { stream: "yes", n: 0 },
    "stream",
    "stream: expected true or false, but got a string (and 1 more problem).",
  ],
  ["chat", { stop: [1] }, "stop[0]", "stop[0]: expected a string, but got 1."],
  ["chat", { tools: {} }, "tools", "tools: expected a list, but got an object."],
  ["messages", { max_tokens: undefined }, "max_tokens", "max_tokens: expected a number, but got nothing."],
  [
    "messages",
    part([{ type: "tool_result" }]),
    "messages[1].content[0].tool_use_id",
    'messages[1].content[0].tool_use_id: expected a field that a part of type "tool_result" cannot do without, but got nothing.',
  ],
  ["responses", { input: 5 }, "input", "input: expected a string or a list, but got 5."],
  [
    "responses",
    { input: [{ type: "function_call", call_id: "a", name: "f" }] },
    "input[0].arguments",
    'input[0].arguments: expected a field that a part of type "function_call" cannot do without, but got nothing.',
  ],
  ["embeddings", { input: [] }, "input", "input: expected at least 1 in the list, but got an empty list."],
])("%s refuses %j and names %s", (name, wrong, param, message) => {
  const body = Array.isArray(wrong) ? wrong : { ...good[name], ...(wrong as object) };
  if (message.startsWith("model:")) Reflect.deleteProperty(body, "messages");
  expect(() => api(name).check(body)).toThrow(
    expect.objectContaining({ message, details: expect.objectContaining({ status: 400, param }) }),
  );
});

test("what was asked is never quoted", () => {
  const secret = "my secret diary";
  expect(() =>
    api("chat").check({ ...good.chat, messages: [{ role: "user", content: { text: secret } }] }),
  ).toThrow(expect.not.stringContaining(secret));
});

test("every API has its path, its form of errors and a provider that takes it", () => {
  expect(apis.map(({ path, form }) => `${path} ${form}`)).toEqual([
    "/v1/chat/completions openai",
    "/v1/completions openai",
    "/v1/embeddings openai",
    "/v1/responses openai",
    "/v1/messages anthropic",
    "/v1/messages/count_tokens anthropic",
    "/v1/audio/speech openai",
    "/v1/audio/transcriptions openai",
    "/v1/audio/translations openai",
    "/v1/images/generations openai",
    "/v1/images/edits openai",
  ]);
});
