import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { chatOverMessages, compose, messagesOverChat, responsesOverChat, type Translation } from "./index.ts";
import { completionFrom, messageFrom, responseFrom } from "./testing/accumulate.ts";
import { eventsOf } from "./testing/anthropic.ts";
import { dataOf, overWire, run, wireOf } from "./testing/between.ts";
import { chunksOf } from "./testing/openai.ts";

const chatOverAnthropic = chatOverMessages({ maxTokens: 4_096 });
const responsesOverAnthropic = compose(responsesOverChat, chatOverAnthropic);

const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
const count = fc.nat(100_000);
const json = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.oneof(words, fc.nat(), fc.boolean(), fc.array(words, { maxLength: 3 })),
  { maxKeys: 4 },
);
const name = fc.constantFrom("weather", "clock", "read_file");

const block = fc.oneof(
  words.map((text) => ({ type: "text", text, citations: null })),
  fc.record({ name, input: json }).map((call) => ({ type: "tool_use", id: "", ...call })),
);
const thoughts = fc.array(
  fc.oneof(
    fc
      .tuple(words, fc.base64String({ minLength: 4 }))
      .map(([thinking, signature]) => ({ type: "thinking", thinking, signature })),
    fc.base64String({ minLength: 4 }).map((data) => ({ type: "redacted_thinking", data })),
  ),
  { maxLength: 2 },
);

const message = fc
  .record({
    thoughts,
    blocks: fc.array(block, { maxLength: 4 }),
    stop_reason: fc.constantFrom("end_turn", "max_tokens", "tool_use", "refusal"),
    usage: fc.record({ input_tokens: count, output_tokens: count, cache_read_input_tokens: count }),
  })
  .map(({ thoughts, blocks, ...rest }): JsonObject => {
    const content = [...thoughts, ...blocks].map((one, index) =>
      one.type === "tool_use" ? { ...one, id: `toolu_${index}` } : one,
    );
    return {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude",
      stop_sequence: null,
      content,
      ...rest,
    };
  });

const completion = fc
  .record({
    reasoning_content: fc.option(words, { nil: undefined }),
    content: fc.option(words, { nil: null }),
    calls: fc.array(fc.record({ name, input: json }), { maxLength: 3 }),
    finish_reason: fc.constantFrom("stop", "length", "content_filter"),
    usage: fc.option(fc.record({ prompt_tokens: count, completion_tokens: count, total_tokens: count }), {
      nil: undefined,
    }),
  })
  .map(({ calls, finish_reason, usage, ...said }): JsonObject => {
    const tool_calls = calls.map(({ name, input }, index) => ({
      id: `call_${index}`,
      type: "function",
      function: { name, arguments: JSON.stringify(input) },
    }));
    const spoken = { role: "assistant", ...said, ...(tool_calls.length > 0 ? { tool_calls } : {}) };
    const choices = [
      {
        index: 0,
        message: spoken,
        logprobs: null,
        finish_reason: tool_calls.length > 0 ? "tool_calls" : finish_reason,
      },
    ];
    return { id: "chatcmpl-1", object: "chat.completion", created: 1, model: "qwen", choices, usage };
  });

const size = fc.integer({ min: 1, max: 12 });
const cuts = fc.array(fc.nat(4_000), { maxLength: 40 });

/** The one thing that chat, in between, cannot say of an answer that comes whole: that a text comes after a call. */
function wordsFirst(message: JsonObject): JsonObject {
  const blocks = message.content as JsonObject[];
  const isCall = ({ type }: JsonObject) => type === "tool_use";
  return { ...message, content: [...blocks.filter((block) => !isCall(block)), ...blocks.filter(isCall)] };
}

/** Ids and times are made anew for each answer. */
function settled(value: JsonObject): JsonObject {
  const text = JSON.stringify(value, (key, inner) =>
    /^(?:created|created_at|completed_at)$/.test(key) ? 0 : inner,
  );
  return JSON.parse(text.replace(/"(resp|msg|rs|fc)_[0-9a-f]{32}"/g, '"$1"'));
}

const cases: [
  string,
  Translation,
  fc.Arbitrary<JsonObject>,
  (answer: JsonObject, size: number) => JsonObject[],
  (events: JsonObject[]) => JsonObject,
][] = [
  ["chat over Anthropic", chatOverAnthropic, message, eventsOf, completionFrom],
  ["messages over OpenAI", messagesOverChat, completion, chunksOf, messageFrom],
  ["responses over OpenAI", responsesOverChat, completion, chunksOf, responseFrom],
  ["responses over Anthropic", responsesOverAnthropic, message.map(wordsFirst), eventsOf, responseFrom],
];

test.each(cases)(
  "%s: a stream adds up to the very answer that comes without one, however it is cut",
  (_, translation, answers, play, accumulate) => {
    const asked = { model: "m", stream: true, stream_options: { include_usage: true } };
    fc.assert(
      fc.property(answers, size, cuts, (answer, size, cuts) => {
        const events = dataOf(
          run(translation.stream(asked), wireOf(play(overWire(answer), size)), true, cuts),
        );
        const whole = overWire(translation.response(overWire(answer), asked));
        expect(settled(accumulate(events))).toEqual(settled(whole));
      }),
      { numRuns: 150 },
    );
  },
);

test.each(cases)("%s: a stream that ends early never ends well", (_, translation, answers, play) => {
  fc.assert(
    fc.property(answers, size, fc.nat(), (answer, size, at) => {
      const events = play(overWire(answer), size);
      const ending = events.findIndex((event) => event.type === "message_delta" || finishes(event));
      const translator = translation.stream({});
      for (const event of events.slice(0, at % (ending + 1)))
        translator.push({ data: JSON.stringify(event) });
      expect(translator.end().at(-1)?.data).toMatch(/"error":\{/);
      expect(translator.push({ data: "[DONE]" })).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

function finishes({ choices }: JsonObject): boolean {
  return Array.isArray(choices) && choices.some((choice) => (choice as JsonObject).finish_reason);
}

const turn = fc.oneof(
  words.map((content) => [{ role: "user", content }]),
  fc
    .record({
      said: fc.option(words, { nil: null }),
      calls: fc.array(fc.record({ name, input: json }), { minLength: 1, maxLength: 3 }),
      results: fc.array(words, { minLength: 3, maxLength: 3 }),
    })
    .map(({ said, calls, results }) => [
      {
        role: "assistant",
        content: said,
        tool_calls: calls.map(({ name, input }, index) => ({
          id: `call_${index}`,
          type: "function",
          function: { name, arguments: JSON.stringify(input) },
        })),
      },
      ...calls.map((_, index) => ({ role: "tool", tool_call_id: `call_${index}`, content: results[index] })),
    ]),
);

const request = fc.record(
  {
    messages: fc.tuple(words, words, fc.array(turn, { maxLength: 4 })).map(([system, first, turns]) =>
      [{ role: "system", content: system }, { role: "user", content: first }, ...turns.flat()].filter(
        // Two in a row of one side are one message at Anthropic.
        (message, index, all) =>
          !(message.role === "user" && ["user", "tool"].includes(all[index - 1]?.role ?? "")),
      ),
    ),
    tools: fc.uniqueArray(name, { minLength: 1 }).map((names) =>
      names.map((one) => ({
        type: "function",
        function: { name: one, parameters: { type: "object", properties: {} } },
      })),
    ),
    tool_choice: fc.oneof(
      fc.constantFrom("auto", "none", "required"),
      name.map((one) => ({ type: "function", function: { name: one } })),
    ),
    max_tokens: fc.integer({ min: 1, max: 9_999 }),
    temperature: fc.double({ min: 0, max: 1, noNaN: true }),
    stop: fc.array(words, { minLength: 1, maxLength: 3 }),
    user: words,
    stream: fc.constant(false),
  },
  { requiredKeys: ["messages", "max_tokens", "tools"] },
);

test("a request that is translated there and back means the same", () => {
  fc.assert(
    fc.property(request, (given) => {
      const asked = { model: "qwen", ...given } as JsonObject;
      const back = messagesOverChat.request(overWire(chatOverAnthropic.request(asked)));
      expect(overWire(back)).toEqual(overWire(asked));
    }),
    { numRuns: 200 },
  );
});

test("nothing that is given to a translation is changed by it", () => {
  const freeze = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  };
  fc.assert(
    fc.property(request, message, (given, answer) => {
      const asked = { model: "claude", ...given } as JsonObject;
      freeze(asked);
      freeze(answer);
      const forth = chatOverAnthropic.request(asked);
      freeze(forth);
      messagesOverChat.request(forth);
      chatOverAnthropic.response(answer, asked);
      responsesOverAnthropic.response(answer, { model: "claude", input: "Hi" });
    }),
    { numRuns: 50 },
  );
});
