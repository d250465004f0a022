import { expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { thought } from "../testing/anthropic.ts";
import { overWire } from "../testing/between.ts";
import { messagesContent as content, messagesTools as tools } from "../testing/weather.ts";
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
