import { describe, expect, test, vi } from "vitest";
import { get, logged, post, problem, useServer } from "./testing/site.ts";

useServer();

describe("what goes wrong", () => {
  test("has the form of the API that was asked", async () => {
    const anthropic = await post("/v1/messages", "{}");
    expect(anthropic.status).toBe(429);
    expect(anthropic.headers.get("retry-after")).toBe("2");
    expect(await anthropic.json()).toMatchObject({
      type: "error",
      error: { type: "rate_limit_error", message: "Too many. Wait." },
      request_id: anthropic.headers.get("x-request-id"),
    });
    const below = await post("/v1/messages/cont_tokens", "{}");
    expect(await below.json()).toMatchObject({ type: "error", error: { type: "not_found_error" } });
  });

  test("of our own making is told to the log alone", async () => {
    const answer = await get("/broken");
    const said = await answer.text();
    expect(answer.status).toBe(500);
    expect(said).not.toMatch(/secret-internals|site\.ts/);
    const id = answer.headers.get("x-request-id");
    expect(logged).toEqual([
      ["error", { id, error: expect.stringMatching(/secret-internals.*site\.ts/s) }, expect.any(String)],
    ]);
    expect(said).toContain(id);
  });

  test("in the midst of an answer cuts it off", async () => {
    const answer = await get("/half");
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  test("after an answer's end harms neither it nor the process", async () => {
    expect(await (await get("/twice")).text()).toBe("once");
    await vi.waitFor(() => expect(logged).toHaveLength(1));
  });

  test("in a body names the field, and does not repeat what is in it", async () => {
    const answer = await post("/named", '{"name":"n","tags":[{"tag":"a"},{"tag":{"private":1}}]}');
    const { message, param } = await problem(answer);
    expect([answer.status, param]).toEqual([400, "tags[1].tag"]);
    expect(message).toContain("expected a string");
    expect(message).not.toContain("private");
    expect((await get("/series?hours=99")).status).toBe(400);
  });

  test.each([
    ["", "The body is empty. Send a JSON object."],
    ['{"name":\n "n",}', "expected double-quoted property name at line 2, column 6"],
    ['{"name":"n"', "expected ',' or '}' after property value at line 1, column 12"],
    ['{"name": private, "and": "more of a private prompt"}', "unexpected token 'p' at line 1, column 10"],
    [
      '{"a": "more of a private prompt", "name": private, "b": "and more"}',
      "unexpected token 'p' at line 1, column 43",
    ],
    ['{"name":"n"} private', "unexpected non-whitespace character at line 1, column 14"],
  ])("in JSON is found: %j", async (body, said) => {
    const answer = await post("/named", body);
    const { message } = await problem(answer);
    expect(answer.status).toBe(400);
    expect(message).toContain(said);
    expect(message).not.toContain("private");
  });

  test("with bytes that are no text is told apart from JSON that is wrong", async () => {
    const answer = await post("/named", Buffer.from('{"name":"n"}', "utf16le"));
    expect((await problem(answer)).message).toContain("not JSON");
    const latin = await post("/named", Buffer.from('{"name":"\xe9"}', "latin1"));
    expect((await problem(latin)).message).toContain("not text in UTF-8");
  });
});
