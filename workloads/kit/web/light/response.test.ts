import { expect, test } from "vitest";
import { LightResponse } from "./response.ts";

const Own = globalThis.Response;

const bodies: [string, () => ConstructorParameters<typeof Own>[0]][] = [
  ["nothing", () => null],
  ["text", () => "Grüß Gott"],
  ["bytes", () => new Uint8Array([104, 105])],
  ["a piece of a buffer", () => new DataView(new TextEncoder().encode("-hi-").buffer, 1, 2)],
  ["a buffer", () => new TextEncoder().encode("hi").buffer],
  ["a query", () => new URLSearchParams({ a: "1 2", b: "ü" })],
  ["a file", () => new Blob(["hi"], { type: "text/csv" })],
  ["a stream", () => new Blob(["one", "two"]).stream()],
];

test.each(bodies)("%s is answered with as Node's own does, and read once", async (_, make) => {
  const [ours, own] = [new LightResponse(make()), new Own(make())];
  expect([...ours.headers]).toEqual([...own.headers]);
  expect(await ours.text()).toBe(await own.text());
  expect([ours.ok, ours.status, ours.bodyUsed]).toEqual([own.ok, own.status, own.bodyUsed]);
  if (ours.bodyUsed) await expect(ours.text()).rejects.toThrow(TypeError);
});

test("it is made of another one, read as JSON, as bytes, as a file and as a form", async () => {
  const first = LightResponse.json({ a: [1] }, { status: 201, headers: { "x-one": "1" } });
  const second = new LightResponse(first.body, first);
  expect([second.status, second.headers.get("x-one")]).toEqual([201, "1"]);
  expect(await second.json()).toEqual({ a: [1] });
  expect(new Uint8Array(await new LightResponse("hi").arrayBuffer())).toEqual(new Uint8Array([104, 105]));
  const file = await new LightResponse(new Blob(["hi"], { type: "text/csv" })).blob();
  expect([file.type, await file.text()]).toEqual(["text/csv", "hi"]);
  const form = await new LightResponse(new URLSearchParams({ a: "1 2" })).formData();
  expect([...form]).toEqual([["a", "1 2"]]);
  expect(LightResponse.redirect("http://a.test/b").headers.get("location")).toBe("http://a.test/b");
});

test("what is no answer is refused as Node's own refuses it", () => {
  for (const make of [LightResponse, Own]) {
    expect(() => new make("text", { status: 204 })).toThrow(TypeError);
    expect(() => new make(null, { status: 99 })).toThrow(RangeError);
  }
  expect([new Own() instanceof LightResponse, {} instanceof LightResponse]).toEqual([true, false]);
});
