import OpenAI, { APIError } from "openai";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { chatOverMessages } from "../chat-over-messages/index.ts";
import { compose } from "../compose.ts";
import { eventsOf, hidden, message, thought } from "../testing/anthropic.ts";
import { type Between, between, type Played } from "../testing/between.ts";
import { chunksOf, completion } from "../testing/openai.ts";
import { responsesTools as tools } from "../testing/weather.ts";
import type { Translation } from "../translation.ts";
import { responsesOverChat } from "./index.ts";

const overAnthropic = compose(responsesOverChat, chatOverMessages({ maxTokens: 8_000 }));

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
