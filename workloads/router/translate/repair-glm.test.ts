import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../http/json.ts";
import { GlmRepair } from "./repair-glm.ts";
import { dataOf, run, wireOf } from "./testing/between.ts";
import { chunksOf, completion } from "./testing/openai.ts";

const repair = (wire: string) => run(new GlmRepair(), wire);
const chunk = (id: string, delta: JsonObject) =>
  JSON.stringify({
    id,
    created: 1,
    object: "chat.completion.chunk",
    model: "glm-5.1",
    choices: [{ index: 0, delta }],
  });
const calling = (call: JsonObject) => ({ id: "a", choices: [{ index: 0, delta: { tool_calls: [call] } }] });

function argumentsOf(events: JsonObject[]): string[] {
  const said: string[] = [];
  for (const event of events) {
    for (const choice of event.choices as JsonObject[]) {
      for (const call of ((choice.delta as JsonObject).tool_calls ?? []) as JsonObject[]) {
        said[Number(call.index)] =
          (said[Number(call.index)] ?? "") + ((call.function as JsonObject)?.arguments ?? "");
      }
    }
  }
  return said;
}

test("healthy events pass as the very objects that came", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (size) => {
      const translator = new GlmRepair();
      for (const data of [...chunksOf(completion, size).map((event) => JSON.stringify(event)), "[DONE]"]) {
        const event = { data };
        expect(translator.push(event)).toEqual([event]);
        expect(translator.push({ data: ": comment" })[0]?.data).toBe(": comment");
      }
      expect(translator.end()).toEqual([]);
    }),
  );
});

test.each([
  '{"id":',
  '{"id":"old","object":"chat.c',
  '{"id":"old","choices":[{"index":0,"delta":{"role',
  '{"id":"old","choices":[{"index":0,"delta":{"content":"',
])("a generation that is begun anew loses what was cut off: %s", (torn) => {
  const next = chunk("new", { role: "assistant", reasoning_content: "Now" });
  for (const joint of ["data: ", "\ndata: "]) {
    const said = repair(`data: ${torn}${joint}${next}\n\ndata: [DONE]\n\n`);
    expect(said.map(({ data }) => data)).toEqual([next, "[DONE]"]);
  }
});

test("two whole chunks in one event are two events", () => {
  const [one, two] = [chunk("a", { content: "1" }), chunk("a", { content: "2" })];
  expect(repair(`data: ${one}data: ${two}\n\n`).map(({ data }) => data)).toEqual([one, two]);
});

test("a text that speaks of events is not taken apart", () => {
  const one = chunk("a", { content: 'write data: {"id": 1} and\n{"id"' });
  expect(repair(`data: ${one}\n\n`)).toMatchObject([{ data: one }]);
});

test.each([
  [
    "a second beginning",
    [chunk("old", { content: "Hel" }), `${'{"id":"old","ch'}data: ${chunk("new", { content: "Hello" })}`],
  ],
  [
    "a second beginning behind a chunk without a name",
    [chunk("old", { content: "Hel" }), `${'{"id":'}data: ${chunk("new", { content: "Hello" })}`],
  ],
  [
    "a hole",
    [
      chunk("a", { content: "Hel" }),
      `${'{"id":"a","choices":[{"delta":{"content":"lo w'}data: ${chunk("a", { content: "rld" })}`,
    ],
  ],
  [
    "an end that is torn off",
    [chunk("a", { content: "Hel" }), '{"id":"a","choices":[{"delta":{"content":"lo'],
  ],
])("an answer with %s becomes an error", (_, datas) => {
  const said = repair(datas.map((data) => `data: ${data}\n\n`).join(""));
  expect(dataOf(said).at(-1)).toMatchObject({ error: { code: "stream_cut" } });
});

test("arguments that come twice are said once, however they are cut and spaced", () => {
  const args = '{"city":"Köln","note":"a } b \\" {"}';
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 }), (size, times) => {
      const twice = args + ` ${args}`.repeat(times);
      const pieces = twice.match(new RegExp(`.{1,${size}}`, "g")) ?? [];
      const events = pieces.map((piece) =>
        calling({ index: 0, id: "x", type: "function", function: { name: "weather", arguments: piece } }),
      );
      const said = argumentsOf(dataOf(repair(wireOf(events))));
      expect(said.map((one) => one.trim())).toEqual([args]);
    }),
  );
});

test("a name and an id that come again are taken out, for clients that append them", () => {
  const begun = calling({
    index: 0,
    id: "x",
    type: "function",
    function: { name: "weather", arguments: "{" },
  });
  const again = calling({
    index: 0,
    id: "x",
    type: "function",
    function: { name: "weather", arguments: "}" },
  });
  expect(dataOf(repair(wireOf([begun, again])))).toEqual([
    begun,
    calling({ index: 0, function: { arguments: "}" } }),
  ]);
});

test("an id or a name that comes late is kept", () => {
  const late = [
    calling({ index: 0, function: { arguments: "{" } }),
    calling({ index: 0, id: "x", type: "function", function: { name: "weather", arguments: "}" } }),
  ];
  expect(dataOf(repair(wireOf(late)))).toEqual(late);
});

test("parallel calls under one index get an index each", () => {
  const calls = ["x", "y", "z"].map((id) =>
    calling({ index: 0, id, type: "function", function: { name: "read", arguments: `{"path":"${id}"}` } }),
  );
  expect(argumentsOf(dataOf(repair(wireOf(calls))))).toEqual([
    '{"path":"x"}',
    '{"path":"y"}',
    '{"path":"z"}',
  ]);
});
