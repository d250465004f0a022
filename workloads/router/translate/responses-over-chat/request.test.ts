import { expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { overWire } from "../testing/between.ts";
import { responsesTools as tools } from "../testing/weather.ts";
import { responsesOverChat } from "./index.ts";

const ask = (more: JsonObject) =>
  overWire(responsesOverChat.request({ model: "qwen", input: "Hi", ...more }));

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
