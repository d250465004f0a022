import { expect, test } from "vitest";
import { multipartModel, withMultipartModel } from "./index.ts";

const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);

async function form(fields: Record<string, string | Blob>): Promise<{ body: Buffer; type: string }> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  const request = new Request("http://localhost/", { method: "POST", body: data });
  return { body: Buffer.from(await request.arrayBuffer()), type: request.headers.get("content-type") ?? "" };
}

test("the model of an upload is read and replaced, and no other byte is touched", async () => {
  const file = new Blob([bytes, '\r\nContent-Disposition: form-data; name="model"\r\n\r\nfalse', bytes]);
  const { body, type } = await form({ file, model: "whisper", language: "de" });
  expect(multipartModel(body, type)).toBe("whisper");
  const changed = withMultipartModel(body, type, "größer/whisper-large-v3");
  expect(multipartModel(changed, type)).toBe("größer/whisper-large-v3");
  expect(withMultipartModel(changed, type, "whisper").equals(body)).toBe(true);
  const parsed = await new Response(new Uint8Array(changed), {
    headers: { "content-type": type },
  }).formData();
  expect(
    Buffer.from(await (parsed.get("file") as Blob).arrayBuffer()).equals(
      Buffer.from(await file.arrayBuffer()),
    ),
  ).toBe(true);
  expect(parsed.get("language")).toBe("de");
});

test.each([
  ["no model", { language: "de" }, /no field `model`/],
  ["an empty model", { model: "" }, /`model` is empty/],
  ["another field of a like name", { model_name: "x" }, /no field `model`/],
])("a form with %s is refused", async (_, fields, message) => {
  const { body, type } = await form(fields as Record<string, string>);
  expect(() => multipartModel(body, type)).toThrow(message);
});

test("what is no form, or is cut in the middle, is refused", async () => {
  expect(() => multipartModel(Buffer.from("{}"), "application/json")).toThrow(/multipart\/form-data/);
  const { body, type } = await form({ model: "whisper" });
  expect(() => multipartModel(body.subarray(0, -60), type)).toThrow(/no field `model`/);
});
