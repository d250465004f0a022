import { expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { hidden, thought } from "../testing/anthropic.ts";
import { overWire } from "../testing/between.ts";
import { chatCalls as calls, chatTools as tools } from "../testing/weather.ts";
import { chatOverMessages } from "./index.ts";

const translation = chatOverMessages({ maxTokens: 16_384 });
const ask = (more: JsonObject) =>
  overWire(
    translation.request({ model: "claude-sonnet-4-5", messages: [{ role: "user", content: "Hi" }], ...more }),
  );

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
