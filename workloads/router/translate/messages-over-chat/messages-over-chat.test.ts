import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { thought } from "../testing/anthropic.ts";
import { type Between, between, dataOf, overWire, type Played, run, wireOf } from "../testing/between.ts";
import { chunksOf, completion } from "../testing/openai.ts";
import { messagesOverChat } from "./index.ts";

const ask = (more: JsonObject) =>
  overWire(
    messagesOverChat.request({
      model: "qwen",
      max_tokens: 100,
      messages: [{ role: "user", content: "Hi" }],
      ...more,
    }),
  );

const tools = [
  {
    name: "weather",
    description: "Of a city",
    input_schema: { type: "object" as const, properties: { city: { type: "string" } } },
  },
  { name: "clock", input_schema: { type: "object" as const } },
];
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

const content = [
  { type: "thinking", thinking: "Both, then.", signature: "" },
  { type: "text", text: "Let me see." },
  { type: "tool_use", id: "call_1", name: "weather", input: { city: "Köln", days: [1, 2] } },
  { type: "tool_use", id: "call_2", name: "clock", input: {} },
];

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

test("an agent's second turn gives thoughts, calls, results, pictures and failures back", () => {
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };
  const asked = ask({
    system: [{ type: "text", text: "Be brief." }],
    messages: [
      { role: "user", content: "Weather and time?" },
      { role: "assistant", content: [thought, ...content.slice(1)] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "call_1", content: [{ type: "text", text: "rain" }, image] },
          { type: "tool_result", tool_use_id: "call_2", is_error: true, content: "broken" },
          { type: "text", text: "And?" },
        ],
      },
      { role: "system", content: "Be kind." },
    ],
  });
  expect(asked.messages).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Weather and time?" },
    {
      role: "assistant",
      content: "Let me see.",
      reasoning_content: "I should look at both.",
      thinking_blocks: [thought],
      tool_calls: [
        {
          id: "call_1",
          type: "function",
          function: { name: "weather", arguments: '{"city":"Köln","days":[1,2]}' },
        },
        { id: "call_2", type: "function", function: { name: "clock", arguments: "{}" } },
      ],
    },
    { role: "tool", tool_call_id: "call_1", content: "rain\n(What it shows is in the next message.)" },
    { role: "tool", tool_call_id: "call_2", content: "Error: broken" },
    {
      role: "user",
      content: [
        { type: "text", text: "From the tool call call_1:" },
        { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        { type: "text", text: "And?" },
      ],
    },
    { role: "user", content: "<system>\nBe kind.\n</system>" },
  ]);
});

test("marks for the cache stay where servers of Anthropic's models look for them", () => {
  const cache_control = { type: "ephemeral" };
  const asked = ask({
    system: [{ type: "text", text: "Long.", cache_control }],
    messages: [{ role: "user", content: [{ type: "text", text: "Hi", cache_control }] }],
    tools: [{ ...tools[0], cache_control }],
  });
  expect(asked).toMatchObject({
    messages: [
      { role: "system", content: [{ type: "text", text: "Long.", cache_control }] },
      { role: "user", content: [{ type: "text", text: "Hi", cache_control }] },
    ],
    tools: [{ type: "function", cache_control }],
  });
});

test("what only the provider understands passes; what only Anthropic understands does not", () => {
  const asked = ask({
    top_k: 20,
    min_p: 0.1,
    chat_template_kwargs: { enable_thinking: false },
    inference_geo: "eu",
    metadata: { user_id: "ada" },
    stop_sequences: ["END"],
  });
  expect(asked).toEqual({
    model: "qwen",
    max_tokens: 100,
    messages: [{ role: "user", content: "Hi" }],
    top_k: 20,
    min_p: 0.1,
    chat_template_kwargs: { enable_thinking: false },
    user: "ada",
    stop: ["END"],
  });
  expect(ask({ model: "gpt-5.2" })).toMatchObject({ max_completion_tokens: 100 });
});

test.each([
  [{ thinking: { type: "enabled", budget_tokens: 1_024 } }, "low"],
  [{ thinking: { type: "enabled", budget_tokens: 8_000 } }, "medium"],
  [{ thinking: { type: "enabled", budget_tokens: 30_000 } }, "high"],
  [{ thinking: { type: "adaptive" }, output_config: { effort: "xhigh" } }, "xhigh"],
  [{ thinking: { type: "disabled" } }, "none"],
  [{}, undefined],
])("%j asks for the effort %s", (more, effort) => {
  expect(ask(more).reasoning_effort).toBe(effort);
});

test.each([
  [{ type: "auto", disable_parallel_tool_use: true }, "auto", false],
  [{ type: "any" }, "required", undefined],
  [{ type: "none" }, "none", undefined],
  [{ type: "tool", name: "clock" }, { type: "function", function: { name: "clock" } }, undefined],
])("tool_choice %j becomes %j", (tool_choice, expected, parallel) => {
  const asked = ask({ tools, tool_choice });
  expect([asked.tool_choice, asked.parallel_tool_calls]).toEqual([expected, parallel]);
});

test.each([
  [{ tools: [{ type: "web_search_20250305", name: "web_search" }] }, "tools[0].type"],
  [
    { messages: [{ role: "user", content: [{ type: "image", source: { type: "file", file_id: "f" } }] }] },
    "messages[0].content[0].source",
  ],
  [
    {
      messages: [
        {
          role: "user",
          content: [{ type: "document", source: { type: "url", url: "https://example.org/a.pdf" } }],
        },
      ],
    },
    "messages[0].content[0].source",
  ],
  [
    {
      messages: [
        {
          role: "assistant",
          content: [
            { type: "text", text: "a" },
            { type: "server_tool_use", id: "x", name: "web_search" },
          ],
        },
      ],
    },
    "messages[0].content[1].type",
  ],
  [{ mcp_servers: [{ name: "x" }] }, "mcp_servers"],
])("what OpenAI's API has no words for is refused by name: %j", (more, param) => {
  expect(() => ask(more)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ param, code: "not_translatable" }) }),
  );
});

test("a model whose arguments are no JSON gets the blame, not the client", () => {
  const message = { tool_calls: [{ id: "a", function: { name: "weather", arguments: "{broken" } }] };
  const answer = { id: "x", model: "m", choices: [{ message, finish_reason: "tool_calls" }] };
  expect(() => messagesOverChat.response(answer, {})).toThrow(
    /weather with arguments that are no JSON object/,
  );
});
