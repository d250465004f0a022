import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { answerIn, GatheredAnswer } from "./gather.ts";

const chunk = (delta: JsonObject, finish_reason: string | null = null, index = 0): JsonObject => ({
  object: "chat.completion.chunk",
  choices: [{ index, delta, finish_reason }],
});
const call = (index: number, given: string, id?: string, name?: string): JsonObject =>
  chunk({
    tool_calls: [{ index, ...(id && { id }), function: { ...(name && { name }), arguments: given } }],
  });

function gathered(...chunks: JsonObject[]): JsonObject | undefined {
  const answer = new GatheredAnswer();
  for (const one of chunks) answer.push(one);
  return answer.message();
}

test("text comes together in its order, from the first choice alone", () => {
  const message = gathered(
    chunk({ role: "assistant", content: "" }),
    chunk({ content: "Hel" }),
    chunk({ content: "other" }, null, 1),
    chunk({ content: "lo" }, "stop"),
    { choices: [], usage: { total_tokens: 3 } },
  );
  expect(message).toEqual({ role: "assistant", content: "Hello" });
});

test("calls that come in pieces, side by side, come together", () => {
  const pieces = [
    call(0, "", "c1", "look"),
    call(1, '{"b"', "c2", "find"),
    call(0, '{"a":1}'),
    call(1, ":2}"),
  ];
  const message = gathered(...pieces, chunk({}, "tool_calls"));
  expect(message).toEqual({
    role: "assistant",
    content: null,
    tool_calls: [
      { id: "c1", type: "function", function: { name: "look", arguments: '{"a":1}' } },
      { id: "c2", type: "function", function: { name: "find", arguments: '{"b":2}' } },
    ],
  });
});

test("of an answer that broke off, the text is kept and a call is not", () => {
  expect(gathered(chunk({ content: "Let me" }), call(0, '{"a"', "c1", "look"))).toEqual({
    role: "assistant",
    content: "Let me",
  });
  expect(gathered(chunk({ role: "assistant" }))).toBeUndefined();
});

test("an answer that came at once is the first choice's message", () => {
  expect(answerIn({ choices: [{ index: 0, message: { role: "assistant", content: "hi" } }] })).toEqual({
    role: "assistant",
    content: "hi",
  });
  expect(answerIn({ error: {} })).toBeUndefined();
});
