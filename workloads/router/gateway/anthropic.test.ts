import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../http/index.ts";
import { type House, house } from "../testing/house.ts";
import { type Behaviour, sendJson, Upstream } from "../testing/upstream.ts";

const head = { id: "msg_1", type: "message", role: "assistant", model: "claude-real" };
const usage = { input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 3 };
const said = (event: JsonObject) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const events = [
  {
    type: "message_start",
    message: { ...head, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "ping" },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Grüezi" } },
  { type: "content_block_stop", index: 0 },
  {
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 3 },
  },
  { type: "message_stop" },
].map(said);

/** As Anthropic answers. */
const claude: Behaviour = ({ json, response }) => {
  if (json.stream) response.writeHead(200, { "content-type": "text/event-stream" }).end(events.join(""));
  else {
    const content = [{ type: "text", text: "Grüezi" }];
    sendJson(response, 200, { ...head, content, stop_reason: "end_turn", stop_sequence: null, usage });
  }
};

let upstream: Upstream;
let router: House;
let anthropic: Anthropic;
let openai: OpenAI;

beforeAll(async () => {
  upstream = await Upstream.start(claude);
  router = await house(`
providers:
  - name: anthropic
    kind: anthropic
    baseUrl: ${upstream.url}
    apiKey: secret
    models: [{ id: claude, as: claude-real }]
`);
  anthropic = new Anthropic({ baseURL: router.url, apiKey: "x", maxRetries: 0 });
  openai = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: "x", maxRetries: 0 });
});

afterEach(() => {
  upstream.behave = claude;
  router.usage.length = 0;
});

afterAll(async () => {
  await router.close();
  await upstream.close();
});

const messages = [{ role: "user" as const, content: "Hello?" }];
const counted = { promptTokens: 12, cachedTokens: 7, completionTokens: 3, status: 200 };

test("a client of Anthropic's gets its provider's own words, asked with the router's key and the client's wishes", async () => {
  const stream = anthropic.messages.stream(
    { model: "claude", max_tokens: 9, messages },
    { headers: { "anthropic-beta": "new-thing" } },
  );
  expect((await stream.finalMessage()).content).toMatchObject([{ text: "Grüezi" }]);
  expect(upstream.last.path).toBe("/v1/messages");
  expect(upstream.last.headers).toMatchObject({ "x-api-key": "secret", "anthropic-beta": "new-thing" });
  expect(upstream.last.headers.authorization).toBeUndefined();
  expect(upstream.last.json.model).toBe("claude-real");
  expect(router.usage).toMatchObject([{ ...counted, api: "messages" }]);
});

test("every byte of the stream arrives as it was sent", async () => {
  const response = await fetch(`${router.url}/v1/messages`, {
    method: "POST",
    body: JSON.stringify({ model: "claude", max_tokens: 9, stream: true, messages }),
  });
  expect(await response.text()).toBe(events.join(""));
});

test("a client of OpenAI's may ask it too, in one piece and in a stream", async () => {
  const answer = await openai.chat.completions.create({ model: "claude", messages });
  expect(answer.choices[0]).toMatchObject({ message: { content: "Grüezi" }, finish_reason: "stop" });
  const stream = openai.chat.completions.stream({
    model: "claude",
    messages,
    stream_options: { include_usage: true },
  });
  const whole = await stream.finalChatCompletion();
  expect(whole.choices[0]?.message.content).toBe("Grüezi");
  expect(whole.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 3 });
  expect(router.usage).toMatchObject([counted, counted]);
});

test("and so may one that speaks the Responses API", async () => {
  const answer = await openai.responses.create({ model: "claude", input: "Hello?" });
  expect(answer.output_text).toBe("Grüezi");
});

test("a stream that is cut never looks like a whole one, whatever the client speaks", async () => {
  upstream.behave = ({ response }) =>
    void response.writeHead(200, { "content-type": "text/event-stream" }).end(events.slice(0, 4).join(""));
  const own = anthropic.messages.stream({ model: "claude", max_tokens: 9, messages });
  await expect(own.finalMessage()).rejects.toThrow(/broke off/);
  const other = openai.chat.completions.stream({ model: "claude", messages });
  await expect(other.finalChatCompletion()).rejects.toThrow(/broke off/);
});

test("what it refuses is told in the client's own form", async () => {
  upstream.behave = ({ response }) =>
    sendJson(response, 529, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } });
  await expect(anthropic.messages.create({ model: "claude", max_tokens: 9, messages })).rejects.toMatchObject(
    {
      status: 529,
      error: { error: { type: "overloaded_error", message: "Overloaded" } },
    },
  );
  await expect(openai.chat.completions.create({ model: "claude", messages })).rejects.toMatchObject({
    status: 529,
    type: "server_error",
    message: expect.stringContaining("anthropic/claude: Overloaded"),
  });
});

test("Anthropic's client lists the models, and shows one", async () => {
  const ids: string[] = [];
  for await (const { id, type, display_name } of anthropic.models.list()) {
    expect([type, display_name]).toEqual(["model", id]);
    ids.push(id);
  }
  expect(ids).toEqual(expect.arrayContaining(["claude", "auto"]));
  expect(await anthropic.models.retrieve("claude")).toMatchObject({ id: "claude", display_name: "claude" });
});
