import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { fit, type History } from "./fit.ts";
import { asks, says } from "./testing/messages.ts";
import type { Past } from "./turns.ts";

/** Twenty tokens a message, unless said otherwise. */
function history(messages: JsonObject[], tokens: number | number[] = 20, summary?: string): History {
  let offset = 0;
  const past = messages.map((message, position): Past => {
    const cost = Array.isArray(tokens) ? (tokens[position] ?? 1) : tokens;
    const one = { position, offset, tokens: cost, message };
    offset += cost;
    return one;
  });
  const told = summary === undefined ? undefined : { upTo: 3, text: summary, tokens: 10 };
  return { messages: past, total: offset, summary: told };
}

const calls = (...ids: string[]): JsonObject => ({
  role: "assistant",
  tool_calls: ids.map((id) => ({ id, type: "function", function: { name: "look", arguments: "{}" } })),
});
const result = (id: string): JsonObject => ({ role: "tool", tool_call_id: id, content: "found" });

const positions = (messages: Past[]) => messages.map(({ position }) => position);

const talk = (turns: number) =>
  Array.from({ length: turns }, (_, turn) => [asks(`q${turn}`), says(`a${turn}`)]).flat();

test("a conversation that fits is there in full, without its summary", () => {
  const fitted = fit(history(talk(4), 20, "earlier"), 160);
  expect(positions(fitted.messages)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(fitted.summary).toBeUndefined();
});

test("the newest turns stay, and the summary stands for what went", () => {
  const fitted = fit(history(talk(10), 20, "earlier"), 130);
  expect(positions(fitted.messages)).toEqual([16, 17, 18, 19]);
  expect(fitted.summary?.text).toBe("earlier");
});

test("without a summary the newest turns stay all the same", () => {
  const fitted = fit(history(talk(10)), 130);
  expect(positions(fitted.messages)).toEqual([16, 17, 18, 19]);
});

test("the beginning of the prompt stays the same for several turns, so that a KV cache can serve them", () => {
  const starts = [20, 21, 22, 23, 24, 25, 26, 27].map(
    (turns) => fit(history(talk(turns)), 400).messages[0]?.position,
  );
  expect(new Set(starts).size).toBeLessThanOrEqual(4);
});

test("a history that begins in the middle of a turn begins with the next question", () => {
  const cut = history(talk(3));
  cut.messages.shift();
  expect(fit(cut, 1_000).messages[0]?.message).toEqual(asks("q1"));
});

test("a call that nobody answered, and an answer that nobody called for, are left out", () => {
  const broken = [asks("q"), calls("a", "b"), result("a"), asks("never mind"), result("c"), says("fine")];
  expect(positions(fit(history(broken), 1_000).messages)).toEqual([0, 3, 5]);
});

test("a call stays when its result comes with the request", () => {
  const open = history([asks("q"), calls("a", "b"), result("a")]);
  expect(positions(fit(open, 1_000, new Set(["b"])).messages)).toEqual([0, 1, 2]);
});

test("a last turn that is too long keeps its question and its latest steps", () => {
  const loop = Array.from({ length: 10 }, (_, step) => [calls(`c${step}`), result(`c${step}`)]).flat();
  const fitted = fit(history([...talk(3), asks("do it all"), ...loop]), 110);
  expect(positions(fitted.messages)).toEqual([6, 23, 24, 25, 26]);
});

const step = fc.oneof(
  fc.constant([says("a")]),
  fc.nat({ max: 3 }).map((count) => {
    const ids = Array.from({ length: count + 1 }, (_, index) => `call-${index}`);
    return [calls(...ids), ...ids.map(result)];
  }),
);
const turn = fc.array(step, { maxLength: 4 }).map((steps) => [asks("q"), ...steps.flat()]);
/** Conversations as clients leave them: some messages are missing. */
const conversation = fc
  .array(turn, { maxLength: 12 })
  .chain((turns) =>
    fc.tuple(fc.subarray(turns.flat(), { minLength: 0 }), fc.array(fc.integer({ min: 1, max: 90 }))),
  );

test("whatever is left of a conversation is within the budget, in order, and whole in its calls", () => {
  fc.assert(
    fc.property(conversation, fc.nat({ max: 1_500 }), fc.boolean(), ([messages, tokens], budget, told) => {
      const { messages: kept, summary } = fit(
        history(messages, tokens, told ? "earlier" : undefined),
        budget,
      );
      const cost = kept.reduce((sum, past) => sum + past.tokens, summary?.tokens ?? 0);
      expect(cost).toBeLessThanOrEqual(budget);
      expect(positions(kept)).toEqual([...positions(kept)].sort((a, b) => a - b));
      expect(new Set(positions(kept)).size).toBe(kept.length);
      expect(openCalls(kept)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** Checks as a provider does: results follow their call directly, each call has its own. */
function openCalls(kept: Past[]): string[] {
  const faults: string[] = [];
  let open: string[] = [];
  for (const { message } of kept) {
    if (message.role === "tool") {
      if (!open.includes(String(message.tool_call_id))) faults.push(`${message.tool_call_id} was not called`);
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    faults.push(...open);
    open = Array.isArray(message.tool_calls)
      ? message.tool_calls.map((call) => (call as { id: string }).id)
      : [];
  }
  return [...faults, ...open];
}
