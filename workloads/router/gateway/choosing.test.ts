import { getEventListeners } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type House, house, somebody } from "../testing/house.ts";
import { answers, refuses, Upstream } from "../testing/upstream.ts";

let inside: Upstream;
let second: Upstream;
let outside: Upstream;
let router: House;

beforeAll(async () => {
  inside = await Upstream.start();
  second = await Upstream.start();
  outside = await Upstream.start();
  router = await house(
    `
aliases:
  anybody: [inside/*, outside/*]
  private: { models: ["*/small", "*/big-70b"], privacy: local }
  cheap: { models: ["*"], prefer: cheap }
providers:
  - name: inside
    kind: openai
    baseUrl: ${inside.url}
    models: [{ id: small, context: 2000, tools: false }, { id: nomic-embed-text, context: 500 }]
  - { name: second, kind: openai, baseUrl: "${second.url}", models: [small] }
  - name: outside
    kind: openai
    privacy: outside
    baseUrl: ${outside.url}
    models: [{ id: big-70b, context: 100000, vision: true, cost: { prompt: 3, completion: 15 } }]
retry: { backoff: 1ms }
`,
    { callers: { limited: { ...somebody, name: "limited", models: ["small", "fast"] } } },
  );
});

afterEach(() => {
  for (const upstream of [inside, second, outside]) {
    upstream.behave = answers();
    upstream.received.length = 0;
  }
});

afterAll(async () => {
  await router.close();
  await Promise.all([inside, second, outside].map((upstream) => upstream.close()));
});

async function ask(body: object, headers: Record<string, string> = {}, path = "/v1/chat/completions") {
  const response = await fetch(router.url + path, {
    method: "POST",
    headers,
    body: JSON.stringify({ messages: [{ role: "user", content: "Hello?" }], ...body }),
  });
  const text = await response.text();
  const { error } = JSON.parse(text);
  return { status: response.status, by: response.headers.get("x-router-provider"), error, text };
}

describe("a request that must stay in the house", () => {
  test.each([
    ["by its header", { model: "anybody" }, { "x-router-privacy": "local" }],
    ["by its alias", { model: "private" }, {}],
  ])("never leaves it, whatever fails, %s", async (_how, body, headers) => {
    inside.behave = refuses(500, "boom");
    second.behave = refuses(500, "boom");
    expect((await ask(body, headers)).status).toBe(500);
    expect(outside.received).toHaveLength(0);
  });

  test("is refused where only others could answer it", async () => {
    const { status, error } = await ask({ model: "big-70b" }, { "x-router-privacy": "local" });
    expect([status, error.code]).toEqual([403, "privacy"]);
    expect(error.message).toContain("outside/big-70b is outside the house");
  });

  test("is refused where the word for it is misspelt, which must not send it away", async () => {
    const { status, error } = await ask({ model: "anybody" }, { "x-router-privacy": "Local" });
    expect([status, error.param]).toEqual([400, "x-router-privacy"]);
    expect([inside, outside].flatMap(({ received }) => received)).toHaveLength(0);
  });

  test("while others go where they are answered", async () => {
    inside.behave = refuses(500, "boom");
    expect(await ask({ model: "anybody" })).toMatchObject({ status: 200, by: "outside" });
  });
});

describe("the model is chosen by what a request needs", () => {
  test("its length", async () => {
    const long = [{ role: "user", content: "word ".repeat(5_000) }];
    expect(await ask({ model: "anybody", messages: long })).toMatchObject({ status: 200, by: "outside" });
    const { status, error } = await ask({ model: "inside/small", messages: long });
    expect([status, error.code, error.param]).toEqual([400, "context_length_exceeded", "messages"]);
    expect(error.message).toMatch(/inside\/small holds 2000 tokens, and this takes about \d+ tokens/);
    expect(inside.received).toHaveLength(0);
  });

  test("its tools", async () => {
    const tools = [{ type: "function", function: { name: "f", parameters: {} } }];
    expect(await ask({ model: "anybody", tools })).toMatchObject({ status: 200, by: "outside" });
  });

  test("its pictures", async () => {
    const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };
    const messages = [{ role: "user", content: [image] }];
    expect(await ask({ model: "vision", messages })).toMatchObject({ status: 200, by: "outside" });
  });

  test("whether it talks, or makes vectors", async () => {
    expect(await ask({ model: "nomic-embed-text" })).toMatchObject({ status: 400 });
    expect((await ask({ model: "auto" })).by).not.toBe("outside");
  });

  test("its price", async () => {
    expect((await ask({ model: "cheap" })).by).not.toBe("outside");
  });

  test("its size, where the biggest is asked for", async () => {
    expect((await ask({ model: "big" })).by).toBe("outside");
  });
});

test("a conversation goes on where it began, and another one may go elsewhere", async () => {
  const first = [{ role: "user", content: "Once upon a time, long and long ago" }];
  const { by } = await ask({ model: "small", messages: first });
  const more = [...first, { role: "assistant", content: "Hello there!" }, { role: "user", content: "Go on" }];
  for (let turn = 0; turn < 5; turn++) expect((await ask({ model: "small", messages: more })).by).toBe(by);
});

test("what nobody has is answered with what comes nearest", async () => {
  const { status, error } = await ask({ model: "smal" });
  expect([status, error.code, error.param]).toEqual([404, "model_not_found", "model"]);
  expect(error.message).toContain('There is no model "smal" here. The nearest are "small"');
});

test("a key sees and uses the models that are its own", async () => {
  const headers = { authorization: "Bearer limited" };
  expect((await ask({ model: "small" }, headers)).status).toBe(200);
  const { status, error } = await ask({ model: "big-70b" }, headers);
  expect([status, error.code]).toEqual([403, "model_not_allowed"]);
  const list = await fetch(`${router.url}/v1/models`, { headers });
  const { data } = (await list.json()) as { data: { id: string }[] };
  expect(data.map(({ id }) => id)).toEqual(["small", "fast"]);
});

test("the router asks models itself, by the same ways, and stays in the house where it must", async () => {
  const { signal } = new AbortController();
  const body = { model: "anybody", messages: [{ role: "user", content: "Hello?" }] };
  const whole = await router.models.chat(body, { caller: somebody, signal });
  expect(JSON.stringify(whole)).toContain("Hello there!");
  let text = "";
  for await (const chunk of router.models.chatStream(body, { caller: somebody, signal }))
    text += JSON.stringify(chunk);
  expect(text).toContain("there!");
  // An agent asks many times under one signal: each time is forgotten.
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  const local = { ...body, model: "big-70b" };
  await expect(router.models.chat(local, { caller: somebody, signal, local: true })).rejects.toThrow(
    /outside the house/,
  );
});
