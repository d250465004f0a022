import fc from "fast-check";
import { expect, test } from "vitest";
import { answerOf } from "./answer.ts";
import { conversationOf } from "./conversation.ts";
import { type AnyStep, nextMove, type ToolStep } from "./index.ts";

const base = { began: null, ended: null, tokens: 0, note: null, changed: "0" };
const limits = { steps: 10, tokens: 1_000 };

const input: AnyStep = {
  ...base,
  number: 1,
  kind: "input",
  state: "done",
  said: [{ role: "user", content: "do" }],
};
const model = (number: number, calls: number, tokens = 1): AnyStep => ({
  ...base,
  number,
  kind: "model",
  state: "done",
  tokens,
  said: { role: "assistant", content: "", tool_calls: Array.from({ length: calls }, () => ({})) },
});
const tool = (number: number, more: Partial<ToolStep>): ToolStep => ({
  ...base,
  number,
  kind: "tool",
  state: "ready",
  call: { id: `s0000${number}c00`, name: "look", arguments: "{}" },
  readsOnly: true,
  said: null,
  outcome: null,
  ...more,
});

test.each<[string, AnyStep[], object]>([
  ["asks after an input", [input], { kind: "ask", number: 2, isLast: false }],
  [
    "asks again what was never answered",
    [input, { ...model(2, 0), state: "started", said: null } as AnyStep],
    { kind: "ask", number: 2 },
  ],
  ["ends with an answer", [input, model(2, 0)], { kind: "end" }],
  ["calls", [input, model(2, 1), tool(3, {})], { kind: "call" }],
  ["calls again what only reads", [input, model(2, 1), tool(3, { state: "started" })], { kind: "call" }],
  [
    "leaves alone what may have changed something",
    [input, model(2, 1), tool(3, { state: "started", readsOnly: false })],
    { kind: "leave" },
  ],
  ["waits for a person", [input, model(2, 1), tool(3, { state: "waiting" })], { kind: "wait" }],
  [
    "goes on after a refusal",
    [input, model(2, 1), tool(3, { state: "refused" })],
    { kind: "ask", number: 4 },
  ],
  [
    "stops where its tokens are used up",
    [input, model(2, 1, 1_000), tool(3, { state: "done" })],
    { kind: "spent" },
  ],
  [
    "ends all the same with an answer that took the last of them",
    [input, model(2, 0, 1_000)],
    { kind: "end" },
  ],
  [
    "counts from the last input",
    [input, model(2, 0), { ...input, number: 3 }],
    { kind: "ask", number: 4, isLast: false },
  ],
])("%s", (_, steps, move) => {
  expect(nextMove(steps, limits)).toMatchObject(move);
});

test("whatever a model does, a run ends, numbers its steps without gaps, and shows a result for each call", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.boolean(), { maxLength: 4 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      (script, most) => {
        const steps: AnyStep[] = [input];
        let asked = 0;
        for (let moves = 0; ; moves += 1) {
          expect(moves).toBeLessThan(200);
          const move = nextMove(steps, { steps: most, tokens: 1_000 });
          if (move.kind === "end") break;
          if (move.kind === "ask") {
            const wanted = script[asked] ?? [];
            const tool_calls = wanted.map((reads) => ({ function: { name: reads ? "look" : "note" } }));
            const completion = { choices: [{ message: { role: "assistant", content: "x", tool_calls } }] };
            const { said, calls } = answerOf(completion, { ...move, asked: 0 });
            steps.push({ ...base, number: move.number, kind: "model", state: "done", said });
            for (const call of calls)
              steps.push(
                tool(steps.length + 1, {
                  call,
                  readsOnly: call.name === "look",
                  state: call.name === "look" ? "ready" : "waiting",
                }),
              );
            asked += 1;
          } else if (move.kind === "spent") throw new Error("nothing was spent");
          else Object.assign(move.step, { state: move.kind === "wait" ? "refused" : "done", said: "seen" });
        }
        expect(asked).toBeLessThanOrEqual(most);
        expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
        const told = conversationOf(steps, {
          model: "m",
          instructions: null,
          tools: [],
          privacy: "any",
          ...limits,
        });
        const ids = told.flatMap(({ tool_calls }) =>
          (tool_calls ?? []).map((each) => (each as { id: string }).id),
        );
        expect(new Set(ids).size).toBe(ids.length);
        expect(told.filter(({ role }) => role === "tool").map((each) => each.tool_call_id)).toEqual(ids);
      },
    ),
  );
});

test("of what a provider says, that is kept which is understood", () => {
  const message = {
    role: "assistant",
    content: null,
    reasoning_content: "hm",
    tool_calls: [
      { id: "0", function: { name: "look\u001b[31m", arguments: { a: 1 } } },
      { id: "1", function: {} },
      ...Array.from({ length: 100 }, () => ({ function: { name: "look", arguments: "{}" } })),
    ],
  };
  const { said, calls, tokens } = answerOf(
    { choices: [{ message }] },
    { number: 7, isLast: false, asked: 400 },
  );
  expect(calls).toHaveLength(31);
  expect(calls[0]).toEqual({ id: "s00007c00", name: "look?[31m", arguments: '{"a":1}' });
  expect(said).toMatchObject({ role: "assistant", content: null, reasoning_content: "hm" });
  expect(tokens).toBeGreaterThan(100);
});
