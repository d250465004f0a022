import OpenAI, { APIError } from "openai";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { chatOverMessages } from "../chat-over-messages/index.ts";
import { compose } from "../compose.ts";
import { eventsOf, hidden, message, thought } from "../testing/anthropic.ts";
import { type Between, between, overWire, type Played } from "../testing/between.ts";
import { chunksOf, completion } from "../testing/openai.ts";
import type { Translation } from "../translation.ts";
import { responsesOverChat } from "./index.ts";

const overAnthropic = compose(responsesOverChat, chatOverMessages({ maxTokens: 8_000 }));
const ask = (more: JsonObject) =>
  overWire(responsesOverChat.request({ model: "qwen", input: "Hi", ...more }));

const tools = [
  {
    type: "function" as const,
    name: "weather",
    strict: true,
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
  { type: "function" as const, name: "clock", strict: false, parameters: { type: "object", properties: {} } },
];
const question = { model: "qwen", input: "Weather and time?", tools };

let server: Between | undefined;
async function client(play: () => Played, translation: Translation = responsesOverChat): Promise<OpenAI> {
  server = await between(translation, play);
  return new OpenAI({ baseURL: server.url, apiKey: "none", maxRetries: 0 });
}
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const output = [
  {
    type: "reasoning",
    status: "completed",
    summary: [],
    content: [{ type: "reasoning_text", text: "Both, then." }],
  },
  {
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: "Let me see.", annotations: [] }],
  },
  {
    type: "function_call",
    status: "completed",
    call_id: "call_1",
    name: "weather",
    arguments: '{"city":"Köln","days":[1,2]}',
  },
  { type: "function_call", status: "completed", call_id: "call_2", name: "clock", arguments: "{}" },
];
const usage = {
  input_tokens: 112,
  input_tokens_details: { cached_tokens: 100 },
  output_tokens: 34,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 146,
};

test("a client of the Responses API gets a chat model's whole answer", async () => {
  const openai = await client(() => ({ json: completion }));
  const answer = await openai.responses.create({ ...question, metadata: { a: "b" } });
  expect(answer).toMatchObject({
    object: "response",
    status: "completed",
    model: "qwen3.5-27b",
    output,
    usage,
    metadata: { a: "b" },
    output_text: "Let me see.",
  });
  expect(answer.id).toMatch(/^resp_/);
});

test("the same comes as a stream, which the client's own helper puts together again", async () => {
  const openai = await client(() => ({ events: chunksOf(completion) }));
  const stream = openai.responses.stream(question);
  const deltas: string[] = [];
  stream.on("response.output_text.delta", ({ delta }) => deltas.push(delta));
  const answer = await stream.finalResponse();
  expect(deltas.join("")).toBe("Let me see.");
  expect(answer).toMatchObject({ status: "completed", output, usage });
});

async function eventsFrom(openai: OpenAI, more: JsonObject = {}): Promise<ResponseStreamEvent[]> {
  const stream = await openai.responses.create({ ...question, ...more, stream: true });
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test("events come in the official order, numbered through, each item between its start and its end", async () => {
  const events = await eventsFrom(await client(() => ({ events: chunksOf(completion, 1_000) })));
  expect(events.map(({ type }) => type.replace("response.", ""))).toEqual([
    "created",
    "in_progress",
    "output_item.added",
    "content_part.added",
    "reasoning_text.delta",
    "reasoning_text.done",
    "content_part.done",
    "output_item.done",
    "output_item.added",
    "content_part.added",
    "output_text.delta",
    "output_text.done",
    "content_part.done",
    "output_item.done",
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.done",
    "output_item.done",
    "output_item.added",
    "function_call_arguments.delta",
    "function_call_arguments.done",
    "output_item.done",
    "completed",
  ]);
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
  const places = events.flatMap((event) => ("output_index" in event ? [event.output_index] : []));
  expect(places).toEqual([...places].sort());
});

test("who asks for a summary of the reasoning gets it where summaries are", async () => {
  const openai = await client(() => ({ events: chunksOf(completion) }));
  const stream = openai.responses.stream({ ...question, reasoning: { summary: "auto" } });
  const answer = await stream.finalResponse();
  expect(answer.output[0]).toMatchObject({
    type: "reasoning",
    summary: [{ type: "summary_text", text: "Both, then." }],
  });
});

test("an answer that was cut at its limit is incomplete, and says why", async () => {
  const [choice] = completion.choices as JsonObject[];
  const short = { ...completion, choices: [{ ...choice, finish_reason: "length" }] };
  const events = await eventsFrom(await client(() => ({ events: chunksOf(short) })));
  expect(events.at(-1)).toMatchObject({
    type: "response.incomplete",
    response: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
  });
});

test("a provider that breaks off is a failed response, and an error that the client raises", async () => {
  const events = [...chunksOf(completion).slice(0, 4), { error: { message: "out of memory" } }];
  const openai = await client(() => ({ events, done: false }));
  const stream = await openai.responses.create({ ...question, stream: true });
  const seen: string[] = [];
  const read = async () => {
    for await (const event of stream) seen.push(event.type);
  };
  await expect(read()).rejects.toThrow(APIError);
  expect(seen.at(-1)).toBe("response.failed");
});

test("a stream that lacks nothing but its last event has not ended well, through two translations too", () => {
  const translator = overAnthropic.stream({ model: "claude", input: "Hi" });
  for (const event of eventsOf(message).slice(0, -1)) translator.push({ data: JSON.stringify(event) });
  expect(translator.end().map(({ event }) => event)).toEqual(["response.failed", "error"]);
});

test("over an Anthropic provider, signed thoughts go out sealed and come back as they were", async () => {
  const openai = await client(() => ({ events: eventsOf(message) }), overAnthropic);
  const first = await openai.responses.stream(question).finalResponse();
  expect(first.output.map(({ type }) => type)).toEqual([
    "reasoning",
    "reasoning",
    "message",
    "function_call",
    "function_call",
  ]);
  await openai.responses
    .stream({
      ...question,
      input: [
        { role: "user", content: "Weather and time?" },
        ...(first.output as OpenAI.Responses.ResponseInputItem[]),
        { type: "function_call_output", call_id: "toolu_1", output: "rain" },
        { type: "function_call_output", call_id: "toolu_2", output: [{ type: "input_text", text: "noon" }] },
      ],
    })
    .finalResponse();
  expect(server?.asked[1]?.messages).toMatchObject([
    { role: "user" },
    {
      role: "assistant",
      content: [
        thought,
        hidden,
        { type: "text", text: "Let me see." },
        { type: "tool_use", id: "toolu_1" },
        { type: "tool_use", id: "toolu_2" },
      ],
    },
    {
      role: "user",
      content: [
        { tool_use_id: "toolu_1", content: "rain" },
        { tool_use_id: "toolu_2", content: "noon" },
      ],
    },
  ]);
});

test("input items of every kind become chat messages", () => {
  const asked = ask({
    instructions: "Be brief.",
    input: [
      { role: "developer", content: "Use metres." },
      {
        type: "message",
        role: "user",
        content: [
          { type: "input_text", text: "See?" },
          { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "auto" },
          { type: "input_audio", input_audio: { data: "CC", format: "wav" } },
          { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,BB" },
        ],
      },
      { type: "reasoning", id: "rs_1", summary: [], content: [{ type: "reasoning_text", text: "Hm." }] },
      {
        type: "message",
        role: "assistant",
        content: [
          { type: "output_text", text: "Yes." },
          { type: "refusal", refusal: "But no more." },
        ],
      },
      { type: "function_call", call_id: "c1", name: "clock", arguments: "{}" },
      { type: "function_call", call_id: "c2", name: "clock", arguments: "{}" },
      { type: "function_call_output", call_id: "c1", output: "noon" },
      {
        type: "function_call_output",
        call_id: "c2",
        output: [{ type: "input_image", image_url: "https://example.org/clock.png" }],
      },
      { role: "system", content: "Be kind." },
    ],
  });
  expect(asked.messages).toEqual([
    { role: "system", content: "Be brief.\n\nUse metres." },
    {
      role: "user",
      content: [
        { type: "text", text: "See?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,AAAA", detail: "auto" } },
        { type: "input_audio", input_audio: { data: "CC", format: "wav" } },
        { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,BB" } },
      ],
    },
    {
      role: "assistant",
      content: "Yes.\n\nBut no more.",
      reasoning_content: "Hm.",
      tool_calls: [
        { id: "c1", type: "function", function: { name: "clock", arguments: "{}" } },
        { id: "c2", type: "function", function: { name: "clock", arguments: "{}" } },
      ],
    },
    { role: "tool", tool_call_id: "c1", content: "noon" },
    { role: "tool", tool_call_id: "c2", content: "(What it shows is in the next message.)" },
    {
      role: "user",
      content: [
        { type: "text", text: "From the tool call c2:" },
        { type: "image_url", image_url: { url: "https://example.org/clock.png" } },
      ],
    },
    { role: "user", content: "<system>\nBe kind.\n</system>" },
  ]);
});

test("formats, limits, efforts and tools are said in chat's words, and what is unknown passes", () => {
  const schema = { type: "object", properties: {} };
  const asked = ask({
    text: { format: { type: "json_schema", name: "answer", schema, strict: true }, verbosity: "low" },
    reasoning: { effort: "low" },
    max_output_tokens: 9,
    tools,
    tool_choice: { type: "function", name: "clock" },
    parallel_tool_calls: false,
    store: false,
    include: ["reasoning.encrypted_content"],
    truncation: "auto",
    previous_response_id: "resp_1",
    min_p: 0.1,
  });
  expect(asked).toEqual({
    model: "qwen",
    messages: [{ role: "user", content: "Hi" }],
    response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } },
    verbosity: "low",
    reasoning_effort: "low",
    max_tokens: 9,
    tools: tools.map(({ type, ...described }) => ({ type, function: described })),
    tool_choice: { type: "function", function: { name: "clock" } },
    parallel_tool_calls: false,
    min_p: 0.1,
  });
  const allowed = { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "clock" }] };
  expect(ask({ tools, tool_choice: allowed })).toMatchObject({
    tool_choice: "required",
    tools: [{ function: { name: "clock" } }],
  });
});

test.each([
  [{ tools: [{ type: "web_search" }] }, "tools[0].type"],
  [{ background: true }, "background"],
  [{ conversation: "conv_1" }, "conversation"],
  [{ prompt: { id: "pmpt_1" } }, "prompt"],
  [{ top_logprobs: 3 }, "top_logprobs"],
  [{ input: [{ type: "item_reference", id: "rs_1" }] }, "input[0]"],
  [
    {
      input: [
        { role: "user", content: "a" },
        { type: "web_search_call", id: "ws_1" },
      ],
    },
    "input[1].type",
  ],
  [
    { input: [{ role: "user", content: [{ type: "input_image", file_id: "file-1" }] }] },
    "input[0].content[0].image_url",
  ],
  [
    { input: [{ role: "user", content: [{ type: "input_file", file_url: "https://example.org/a.pdf" }] }] },
    "input[0].content[0].file_data",
  ],
])("what chat has no words for is refused by name: %j", (more, param) => {
  expect(() => ask(more)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ param, code: "not_translatable" }) }),
  );
});
