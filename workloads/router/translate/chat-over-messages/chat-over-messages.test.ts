import OpenAI, { APIError } from "openai";
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { eventsOf, hidden, message, thought } from "../testing/anthropic.ts";
import { type Between, between, overWire, type Played } from "../testing/between.ts";
import { chatOverMessages } from "./index.ts";

const translation = chatOverMessages({ maxTokens: 16_384 });
const ask = (more: JsonObject) =>
  overWire(
    translation.request({ model: "claude-sonnet-4-5", messages: [{ role: "user", content: "Hi" }], ...more }),
  );

const tools = [
  {
    type: "function" as const,
    function: {
      name: "weather",
      description: "Of a city",
      parameters: { type: "object", properties: { city: { type: "string" } } },
    },
  },
  { type: "function" as const, function: { name: "clock", parameters: { type: "object", properties: {} } } },
];
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

const calls = [
  {
    id: "toolu_1",
    type: "function",
    function: { name: "weather", arguments: '{"city":"Köln","days":[1,2]}' },
  },
  { id: "toolu_2", type: "function", function: { name: "clock", arguments: "{}" } },
];

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

test("thoughts go back once each, and only those that Anthropic's servers can recognise", () => {
  const unsigned = { type: "thinking", thinking: "A local model's." };
  const said = {
    role: "assistant",
    content: "Yes.",
    reasoning_content: "Hm.",
    thinking_blocks: [thought, unsigned, thought, hidden],
  };
  const asked = ask({ messages: [{ role: "user", content: "?" }, said] });
  expect(asked.messages).toMatchObject([{}, { content: [thought, hidden, { type: "text", text: "Yes." }] }]);
  expect((asked.messages as { content: unknown[] }[])[1]?.content).toHaveLength(3);
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

test("system and developer messages at the front become the system prompt, later ones stay in their place", () => {
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "developer", content: [{ type: "text", text: "Use metres." }] },
    { role: "user", content: "How far?" },
    { role: "system", content: "Be kind." },
  ];
  expect(ask({ messages })).toMatchObject({
    system: "Be brief.\n\nUse metres.",
    messages: [{ role: "user", content: [{ text: "How far?" }, { text: "<system>\nBe kind.\n</system>" }] }],
  });
  expect(ask({ messages: [{ role: "system", content: "Say hello." }] })).toMatchObject({
    messages: [{ role: "user", content: [{ type: "text", text: "Say hello." }] }],
  });
});

test("marks for the cache stay where they are: on parts, messages, tools and the system prompt", () => {
  const cache_control = { type: "ephemeral", ttl: "1h" };
  const asked = ask({
    messages: [
      { role: "system", content: [{ type: "text", text: "Long.", cache_control }] },
      { role: "user", content: "Hi", cache_control },
    ],
    tools: [{ ...tools[0], cache_control }],
  });
  expect(asked).toMatchObject({
    system: [{ type: "text", text: "Long.", cache_control }],
    messages: [{ content: [{ type: "text", text: "Hi", cache_control }] }],
    tools: [{ name: "weather", cache_control }],
  });
});

test("pictures and documents come as Anthropic takes them", () => {
  const content = [
    { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
    { type: "image_url", image_url: { url: "https://example.org/a.jpg", detail: "low" } },
    { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,BBBB" } },
    {
      type: "file",
      file: { file_data: `data:text/plain;base64,${Buffer.from("Grüße").toString("base64")}` },
    },
  ];
  const asked = ask({ messages: [{ role: "user", content }] });
  expect(asked.messages).toEqual([
    {
      role: "user",
      content: [
        { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
        { type: "image", source: { type: "url", url: "https://example.org/a.jpg" } },
        {
          type: "document",
          title: "a.pdf",
          source: { type: "base64", media_type: "application/pdf", data: "BBBB" },
        },
        { type: "document", source: { type: "text", media_type: "text/plain", data: "Grüße" } },
      ],
    },
  ]);
});

test.each([
  ["none", { type: "none" }],
  ["auto", { type: "auto" }],
  ["required", { type: "any" }],
  [
    { type: "function", function: { name: "clock" } },
    { type: "tool", name: "clock" },
  ],
])("tool_choice %j becomes %j", (given, expected) => {
  expect(ask({ tools, tool_choice: given }).tool_choice).toEqual(expected);
});

test("allowed tools are the only ones that the model sees, and calls one at a time when told so", () => {
  const allowed = {
    type: "allowed_tools",
    allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "clock" } }] },
  };
  const asked = ask({ tools, tool_choice: allowed, parallel_tool_calls: false });
  expect(asked.tools).toMatchObject([{ name: "clock" }]);
  expect(asked.tool_choice).toEqual({ type: "any", disable_parallel_tool_use: true });
  expect(ask({ tools, parallel_tool_calls: false }).tool_choice).toEqual({
    type: "auto",
    disable_parallel_tool_use: true,
  });
  expect(ask({ parallel_tool_calls: false }).tool_choice).toBeUndefined();
});

test("older Claudes get a budget to think within, newer ones an effort and no temperature", () => {
  const effort = { reasoning_effort: "medium", temperature: 1.7 };
  expect(ask(effort)).toMatchObject({ thinking: { type: "enabled", budget_tokens: 8_192 } });
  expect(ask({ ...effort, max_tokens: 2_000 })).toMatchObject({
    thinking: { budget_tokens: 1_600 },
    max_tokens: 2_000,
  });
  expect(ask({ ...effort, max_tokens: 500 }).thinking).toBeUndefined();
  for (const model of ["claude-opus-4-6", "claude-opus-5-5", "anthropic/claude-haiku-5-4"]) {
    const asked = ask({ ...effort, model });
    expect(asked).toMatchObject({ thinking: { type: "adaptive" }, output_config: { effort: "medium" } });
    expect(asked.temperature).toBeUndefined();
  }
  expect(ask({ temperature: 1.7 })).toMatchObject({ temperature: 1 });
  expect(ask({ temperature: 0.5, model: "claude-opus-4-20250514" })).toMatchObject({ temperature: 0.5 });
  expect(ask({ temperature: 0.5, model: "claude-opus-5" }).temperature).toBeUndefined();
});

test("nobody is made to think where Anthropic would refuse the request for it", () => {
  const messages = [
    { role: "user", content: "Weather?" },
    { role: "assistant", content: null, tool_calls: calls.slice(0, 1) },
    { role: "tool", tool_call_id: "toolu_1", content: "rain" },
  ];
  expect(ask({ reasoning_effort: "high", messages, tools }).thinking).toBeUndefined();
  expect(ask({ reasoning_effort: "high", tools, tool_choice: "required" }).thinking).toBeUndefined();
});

test("limits, stops, people, tiers and schemas are said in Anthropic's words", () => {
  const schema = { type: "object", properties: {} };
  const response_format = { type: "json_schema", json_schema: { name: "answer", schema } };
  expect(
    ask({ stop: "END", user: "ada", service_tier: "default", top_k: 5, seed: 7, response_format }),
  ).toEqual({
    model: "claude-sonnet-4-5",
    max_tokens: 16_384,
    messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
    stop_sequences: ["END"],
    metadata: { user_id: "ada" },
    service_tier: "standard_only",
    top_k: 5,
    output_config: { format: { type: "json_schema", schema } },
  });
  expect(ask({ response_format: { type: "json_object" } }).system).toMatch(/one JSON object/);
  expect(ask({ max_completion_tokens: 9, max_tokens: 5 }).max_tokens).toBe(9);
});

test("ids of calls that other models made fit Anthropic's letters, at the call and at its result alike", () => {
  const messages = [
    { role: "user", content: "?" },
    {
      role: "assistant",
      tool_calls: [{ id: "functions.clock:0", type: "function", function: { name: "clock", arguments: "" } }],
    },
    { role: "tool", tool_call_id: "functions.clock:0", content: "noon" },
  ];
  const json = JSON.stringify(ask({ messages }));
  expect(json.match(/functions_clock_0/g)).toHaveLength(2);
});

test.each([
  [{ n: 2 }, "n"],
  [{ logprobs: true }, "logprobs"],
  [{ presence_penalty: 0.5 }, "presence_penalty"],
  [{ logit_bias: { "50256": -100 } }, "logit_bias"],
  [{ modalities: ["text", "audio"] }, "modalities"],
  [{ functions: [{ name: "old" }] }, "functions"],
  [{ tools: [{ type: "custom", custom: { name: "patch" } }] }, "tools[0].type"],
  [
    {
      messages: [
        { role: "user", content: [{ type: "input_audio", input_audio: { data: "", format: "wav" } }] },
      ],
    },
    "messages[0].content[0]",
  ],
  [
    { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "file-1" } }] }] },
    "messages[0].content[0].file.file_id",
  ],
  [
    {
      messages: [
        { role: "user", content: "?" },
        { role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: "{broken" } }] },
      ],
    },
    "messages[1].tool_calls[0].function.arguments",
  ],
])("what Anthropic has no words for is refused by name: %j", (more, param) => {
  expect(() => ask(more)).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({ param, code: "not_translatable", status: 400 }),
    }),
  );
});

test("harmless zeros of chatty clients are no reason to refuse", () => {
  expect(() =>
    ask({
      n: 1,
      logprobs: false,
      presence_penalty: 0,
      frequency_penalty: 0,
      logit_bias: {},
      modalities: ["text"],
    }),
  ).not.toThrow();
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
