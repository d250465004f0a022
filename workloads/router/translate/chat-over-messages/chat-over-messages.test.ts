import OpenAI, { APIError } from "openai";
import { afterEach, expect, test } from "vitest";
import { eventsOf, hidden, message, thought } from "../testing/anthropic.ts";
import { type Between, between, type Played } from "../testing/between.ts";
import { chatCalls as calls, chatTools as tools } from "../testing/weather.ts";
import { chatOverMessages } from "./index.ts";

const translation = chatOverMessages({ maxTokens: 16_384 });

const question = {
  model: "claude-sonnet-4-5",
  messages: [{ role: "user" as const, content: "Weather and time?" }],
  tools,
};

let server: Between | undefined;
async function client(play: () => Played): Promise<OpenAI> {
  server = await between(translation, play);
  return new OpenAI({ baseURL: server.url, apiKey: "none", maxRetries: 0 });
}
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test("an OpenAI client gets an Anthropic model's whole answer: thoughts, text, calls and their cost", async () => {
  const openai = await client(() => ({ json: message }));
  const answer = await openai.chat.completions.create(question);
  expect(answer).toMatchObject({
    object: "chat.completion",
    model: "claude-sonnet-4-5",
    service_tier: "default",
  });
  expect(answer.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: {
      role: "assistant",
      content: "Let me see.",
      reasoning_content: "I should look at both.",
      thinking_blocks: [thought, hidden],
      tool_calls: calls,
    },
  });
  expect(answer.usage).toEqual({
    prompt_tokens: 112,
    completion_tokens: 34,
    total_tokens: 146,
    prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 9 },
  });
});

test("the same comes as a stream, which the client's own helper puts together again", async () => {
  const openai = await client(() => ({ events: eventsOf(message) }));
  const stream = openai.chat.completions.stream({ ...question, stream_options: { include_usage: true } });
  const deltas: string[] = [];
  stream.on("content", (delta) => deltas.push(delta));
  const answer = await stream.finalChatCompletion();
  expect(deltas.join("")).toBe("Let me see.");
  expect(deltas.length).toBeGreaterThan(2);
  expect(answer.choices[0]?.message.tool_calls).toMatchObject(calls);
  expect(answer.choices[0]?.finish_reason).toBe("tool_calls");
  expect(answer.usage).toMatchObject({ prompt_tokens: 112, completion_tokens: 34, total_tokens: 146 });
});

test("usage comes in the stream only for who asked for it", async () => {
  const openai = await client(() => ({ events: eventsOf(message) }));
  const stream = await openai.chat.completions.create({ ...question, stream: true });
  for await (const chunk of stream) {
    expect(chunk.usage).toBeUndefined();
    expect(chunk.choices).toHaveLength(1);
  }
});

test("an agent's second turn gives thoughts, calls and results back as Anthropic wants them", async () => {
  const openai = await client(() => ({ json: message }));
  const first = await openai.chat.completions.create(question);
  const said = first.choices[0]?.message;
  if (!said) throw new Error("no answer");
  await openai.chat.completions.create({
    ...question,
    messages: [
      ...question.messages,
      said,
      { role: "tool", tool_call_id: "toolu_1", content: "rain" },
      { role: "tool", tool_call_id: "toolu_2", content: [{ type: "text", text: "noon" }] },
      { role: "user", content: "And tomorrow?" },
    ],
  });
  expect(server?.asked[1]?.messages).toEqual([
    { role: "user", content: [{ type: "text", text: "Weather and time?" }] },
    {
      role: "assistant",
      content: [
        thought,
        hidden,
        { type: "text", text: "Let me see." },
        { type: "tool_use", id: "toolu_1", name: "weather", input: { city: "Köln", days: [1, 2] } },
        { type: "tool_use", id: "toolu_2", name: "clock", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_1", content: "rain" },
        { type: "tool_result", tool_use_id: "toolu_2", content: "noon" },
        { type: "text", text: "And tomorrow?" },
      ],
    },
  ]);
});

test("a provider that breaks off in mid-stream is an error that the client raises", async () => {
  const broken = [
    ...eventsOf(message).slice(0, 6),
    { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
  ];
  const openai = await client(() => ({ events: broken, done: false }));
  const stream = await openai.chat.completions.create({ ...question, stream: true });
  const read = async () => {
    for await (const _ of stream);
  };
  await expect(read()).rejects.toThrow(APIError);
  await expect(read).rejects.toThrow();
});

test.each([
  ["rate_limit_error", "rate_limit_error"],
  ["billing_error", "insufficient_quota"],
  ["overloaded_error", "server_error"],
  ["never_heard_of", "server_error"],
])("Anthropic's %s in mid-stream is OpenAI's %s", (type, expected) => {
  const [said] = translation
    .stream({})
    .push({ event: "error", data: JSON.stringify({ type: "error", error: { type, message: "So." } }) });
  expect(JSON.parse(said?.data ?? "")).toMatchObject({ error: { type: expected, message: "So." } });
});

test("a stream without its end says so, also when it is ended as if nothing were wrong", () => {
  const translator = translation.stream({});
  for (const event of eventsOf(message).slice(0, -2)) translator.push({ data: JSON.stringify(event) });
  const [last] = translator.end();
  expect(JSON.parse(last?.data ?? "")).toMatchObject({ error: { code: "stream_cut" } });
});

test("which stop sequence it was is told", () => {
  const stopped = translation.response(
    { ...message, content: [], stop_reason: "stop_sequence", stop_sequence: "END" },
    {},
  );
  expect(stopped.choices).toMatchObject([
    { finish_reason: "stop", stop_reason: "END", message: { content: null } },
  ]);
});
