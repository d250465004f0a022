import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { type Between, between, dataOf, type Played, run, wireOf } from "../testing/between.ts";
import { chunksOf, completion } from "../testing/openai.ts";
import { messagesContent as content, messagesTools as tools } from "../testing/weather.ts";
import { messagesOverChat } from "./index.ts";

const question = {
  model: "qwen",
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content: "Weather and time?" }],
  tools,
};

let server: Between | undefined;
async function client(play: () => Played): Promise<Anthropic> {
  server = await between(messagesOverChat, play);
  // The library adds /v1 by itself; the server answers on every path.
  return new Anthropic({ baseURL: server.url, apiKey: "none", maxRetries: 0 });
}
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test("an Anthropic client gets an OpenAI-compatible model's whole answer", async () => {
  const anthropic = await client(() => ({ json: completion }));
  const answer = await anthropic.messages.create(question);
  expect(answer).toMatchObject({
    id: "msg_7",
    type: "message",
    role: "assistant",
    model: "qwen3.5-27b",
    stop_reason: "tool_use",
    content,
  });
  expect(answer.usage).toEqual({
    input_tokens: 12,
    output_tokens: 34,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: null,
    output_tokens_details: { thinking_tokens: 0 },
  });
});

test("the same comes as a stream, which the client's own helper puts together again", async () => {
  const anthropic = await client(() => ({ events: chunksOf(completion) }));
  const stream = anthropic.messages.stream(question);
  const thoughts: string[] = [];
  const arguments_: string[] = [];
  stream.on("thinking", (delta) => thoughts.push(delta));
  stream.on("inputJson", (delta) => arguments_.push(delta));
  const answer = await stream.finalMessage();
  expect(thoughts.join("")).toBe("Both, then.");
  expect(arguments_.join("")).toBe('{"city":"Köln","days":[1,2]}{}');
  expect(answer).toMatchObject({ id: "msg_7", content, stop_reason: "tool_use" });
  expect(answer.usage).toMatchObject({ input_tokens: 12, output_tokens: 34, cache_read_input_tokens: 100 });
  expect(server?.asked[0]).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});

test("pieces of two calls that come mixed are sorted, and none is lost", () => {
  const piece = (index: number, args: string, more = {}) => ({
    choices: [{ index: 0, delta: { tool_calls: [{ index, function: { arguments: args }, ...more }] } }],
  });
  const events = [
    piece(0, "", { id: "a", function: { name: "weather", arguments: "" } }),
    piece(1, "", { id: "b", function: { name: "clock", arguments: "" } }),
    piece(0, '{"city":'),
    piece(1, '{"zone":"'),
    piece(0, '"Köln"}'),
    piece(1, 'CET"}'),
    { choices: [{ index: 0, delta: { content: "Wait." }, finish_reason: "stop" }] },
  ];
  const said = dataOf(run(messagesOverChat.stream({}), wireOf(events)));
  const input = (index: number) =>
    said
      .filter((event) => event.index === index && event.type === "content_block_delta")
      .map(({ delta }) => (delta as JsonObject).partial_json ?? (delta as JsonObject).text)
      .join("");
  expect([input(0), input(1), input(2)]).toEqual(['{"city":"Köln"}', '{"zone":"CET"}', "Wait."]);
  const order = said
    .filter(({ type }) => /block_st/.test(String(type)))
    .map(({ type, index }) => `${type === "content_block_start" ? "+" : "-"}${index}`);
  expect(order).toEqual(["+0", "-0", "+1", "-1", "+2", "-2"]);
  // It said `stop`, but an agent must go on.
  expect(said.at(-2)).toMatchObject({ delta: { stop_reason: "tool_use" } });
});

test("a call that has waited is said as soon as the one before it is whole", () => {
  const translator = messagesOverChat.stream({});
  const call = (index: number, args: string) => {
    const calls = [{ index, id: `call_${index}`, function: { name: "clock", arguments: args } }];
    const data = JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: calls } }] });
    return dataOf(translator.push({ data })).map(({ type, index }) => `${type} ${index}`);
  };
  call(0, '{"a":');
  expect(call(1, "{}")).toEqual([]);
  expect(call(0, "1}")).toEqual([
    "content_block_delta 0",
    "content_block_stop 0",
    "content_block_start 1",
    "content_block_delta 1",
  ]);
});

test("calls that are all numbered zero, and one that says no arguments, are told apart", () => {
  const call = (id: string, args: string) => ({
    choices: [
      { index: 0, delta: { tool_calls: [{ index: 0, id, function: { name: id, arguments: args } }] } },
    ],
  });
  const said = dataOf(
    run(messagesOverChat.stream({}), wireOf([call("a", ""), call("b", '{"x":1}'), call("c", "{}")])),
  );
  const inputs = said
    .filter(({ type }) => type === "content_block_delta")
    .map(({ index, delta }) => [index, (delta as JsonObject).partial_json]);
  expect(inputs).toEqual([
    [0, "{}"],
    [1, '{"x":1}'],
    [2, "{}"],
  ]);
});

test("a provider that breaks off in mid-stream is an error that the client raises", async () => {
  const events = [
    ...chunksOf(completion).slice(0, 5),
    { error: { message: "out of memory", type: "server_error" } },
  ];
  const anthropic = await client(() => ({ events, done: false }));
  const failed = anthropic.messages.stream(question).finalMessage();
  await expect(failed).rejects.toThrow(APIError);
  await expect(failed).rejects.toThrow("out of memory");
});

test("a stream without [DONE] counts as whole when it said why it ended, and as cut when it did not", () => {
  const chunks = chunksOf(completion);
  const last = (count: number) => {
    const translator = messagesOverChat.stream({});
    for (const chunk of chunks.slice(0, count)) translator.push({ data: JSON.stringify(chunk) });
    return translator.end().at(-1)?.event;
  };
  expect(last(chunks.length)).toBe("message_stop");
  expect(last(chunks.length - 3)).toBe("error");
});

test("usage that nobody said is not invented, and llama.cpp's timings stand in for it", () => {
  const [choice] = completion.choices as JsonObject[];
  const bare = { id: "x", model: "m", choices: [choice as JsonObject] };
  expect(messagesOverChat.response(bare, {}).usage).toMatchObject({
    input_tokens: null,
    output_tokens: null,
  });
  const timings = { cache_n: 5, prompt_n: 7, predicted_n: 0, predicted_ms: 3.2 };
  expect(messagesOverChat.response({ ...bare, timings }, {}).usage).toMatchObject({
    input_tokens: 7,
    output_tokens: 0,
    cache_read_input_tokens: 5,
  });
});

test("a model whose arguments are no JSON gets the blame, not the client", () => {
  const message = { tool_calls: [{ id: "a", function: { name: "weather", arguments: "{broken" } }] };
  const answer = { id: "x", model: "m", choices: [{ message, finish_reason: "tool_calls" }] };
  expect(() => messagesOverChat.response(answer, {})).toThrow(
    /weather with arguments that are no JSON object/,
  );
});
