import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldText, splice } from "./splice.ts";

const text = (json: string) => Buffer.from(json);

describe("a field of a request is changed", () => {
  test("and every other byte stays as the client wrote it", () => {
    const asked = text(
      '{ "seed": 12345678901234567890,\n "model" : "fast","x":1.0e2 ,"messages":[{"model":"no"}]}',
    );
    expect(splice(asked, { model: '"qwen3"' }).toString()).toBe(
      '{ "seed": 12345678901234567890,\n "model" : "qwen3","x":1.0e2 ,"messages":[{"model":"no"}]}',
    );
  });

  test("or added, also to an empty object", () => {
    expect(splice(text('{"a":1}'), { b: "[2]" }).toString()).toBe('{"b":[2],"a":1}');
    expect(splice(text(" { } "), { b: "2" }).toString()).toBe(' {"b":2 } ');
  });

  test("wherever it is written twice", () => {
    const twice = text('{"model":"a","m\\u006fdel":"b"}');
    expect(JSON.parse(splice(twice, { model: '"c"' }).toString())).toEqual({ model: "c" });
    expect(fieldText(twice, "model")).toBe('"b"');
  });

  test("behind names that end with a backslash", () => {
    const asked = text('{"\\\\":1,"a\\\\\\"":"\\\\","model":"a"}');
    expect(splice(asked, { model: '"c"' }).toString()).toBe('{"\\\\":1,"a\\\\\\"":"\\\\","model":"c"}');
  });

  test("whatever the object holds", () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    // Once Node 24 (V8 13.6) has met a name that ends with a backslash, its JSON.parse reads `"\""` as that one.
    const key = fc
      .oneof(fc.constantFrom("model", "stream_options", '"', '\\"', "ü🏔"), fc.string())
      .filter((name) => !name.endsWith("\\"));
    fc.assert(
      fc.property(fc.dictionary(key, value), value, fc.nat({ max: 3 }), (object, model, indent) => {
        const edited = splice(text(JSON.stringify(object, null, indent)), { model: JSON.stringify(model) });
        expect(JSON.parse(edited.toString())).toEqual(JSON.parse(JSON.stringify({ ...object, model })));
        expect(JSON.parse(fieldText(edited, "model") ?? "")).toEqual(JSON.parse(JSON.stringify(model)));
      }),
    );
  });
});
