import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { isObject } from "./http/json.ts";
import { adminKey, RouterProcess } from "./testing/process.ts";
import { answers, refuses, sendJson, Upstream } from "./testing/upstream.ts";

vi.setConfig({ testTimeout: 90_000 });

let upstream: Upstream;
let router: RouterProcess;

const yaml = (url: string, more = "") => `
providers:
  - name: box
    kind: openai
    baseUrl: ${url}
    models: [{ id: fake, context: 1000, cost: { prompt: 1000, completion: 1000 } }]
${more}`;

beforeAll(async () => {
  upstream = await Upstream.start();
  router = new RouterProcess("");
  mkdirSync(join(router.folder, "notes"));
  writeFileSync(join(router.folder, "notes", "todo.txt"), "buy milk");
  router.configure(yaml(upstream.url, `tools: { roots: { notes: "${join(router.folder, "notes")}" } }\n`));
  await router.start();
});

afterEach(() => {
  upstream.behave = answers();
  upstream.received.length = 0;
});

afterAll(async () => {
  await router.remove();
  await upstream.close();
});

const messages = [{ role: "user" as const, content: "Hello?" }];
const chat = (key: string, body: object = {}) =>
  router.ask("POST", "/v1/chat/completions", { model: "fake", messages, ...body }, key);

async function makeKey(...terms: string[]): Promise<{ id: string; secret: string }> {
  const { out, error } = await router.run("keys", "create", "--json", ...terms);
  if (error) throw new Error(error);
  return JSON.parse(out);
}

test("who looks after it sees what is being answered, by whom and why, and never what is said", async () => {
  upstream.behave = answers("one two three four five six", { pace: 200 });
  const { secret } = await makeKey("--name", "watched");
  const answer = chat(secret, { stream: true });
  await vi.waitFor(async () => {
    const { json, text } = await router.ask("GET", "/admin/requests");
    expect(json.requests).toMatchObject([
      { model: "fake", person: "watched", provider: "box", asks: ["box/fake"], why: "the only one" },
    ]);
    const [first] = json.requests as { firstByteMs: number; tokens: number }[];
    expect(first?.firstByteMs).toBeGreaterThan(0);
    expect(first?.tokens).toBeGreaterThan(1);
    expect(text).not.toMatch(/Hello|three/);
  });
  await answer;
  expect((await router.ask("GET", "/admin/requests")).json).toEqual({ requests: [], total: 0 });
  expect((await router.ask("GET", "/admin/requests", undefined, secret)).status).toBe(403);
});

describe("a key", () => {
  test("is made from the shell, works at once, and no longer when it is revoked", async () => {
    const { id, secret } = await makeKey("--name", "phone", "--models", "fake");
    expect((await chat(secret)).status).toBe(200);
    expect((await chat(secret, { model: "auto" })).status).toBe(403);
    expect((await router.ask("GET", "/admin/keys", undefined, secret)).status).toBe(403);
    const list = await router.run("keys", "list");
    expect(list.out).toContain("phone");
    expect(list.out).not.toContain(secret);
    expect((await router.run("keys", "revoke", id)).code).toBe(0);
    const refused = await chat(secret);
    expect(refused.status).toBe(401);
    expect(refused.json.error).toMatchObject({ type: "authentication_error" });
  });

  test("is kept to its limits and its budget", async () => {
    const slow = await makeKey("--name", "slow", "--requests-per-minute", "1");
    expect((await chat(slow.secret)).status).toBe(200);
    const { status, headers } = await chat(slow.secret);
    expect([status, Number(headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);

    const poor = await makeKey("--name", "poor", "--budget-day", "0.01");
    expect((await chat(poor.secret)).status).toBe(200);
    expect((await chat(poor.secret)).json.error).toMatchObject({ type: "insufficient_quota" });
  });

  test("nobody has, opens nothing", async () => {
    expect((await chat("sk-nobody")).status).toBe(401);
    expect((await fetch(`${router.url}/v1/models`)).status).toBe(401);
  });
});

test("what was asked can be looked up by whoever looks after the router", async () => {
  await chat(adminKey);
  await vi.waitFor(async () => {
    const { json } = await router.ask("GET", "/admin/usage/recent?limit=1");
    expect(JSON.stringify(json)).toContain('"model":"fake"');
  }, 10_000);
  const metrics = await router.ask("GET", "/metrics");
  expect(metrics.text).toMatch(/router_requests_total\{.*provider="box".*\} \d+/);
});

test("a conversation is remembered where the client asks for it", async () => {
  const { secret } = await makeKey("--name", "ada", "--person", "ada");
  const openai = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: secret, maxRetries: 0 });
  const say = (content: string) =>
    openai.chat.completions.create(
      { model: "fake", messages: [{ role: "user", content }] },
      { headers: { "x-conversation-id": "trip" } },
    );
  await say("My name is Ada.");
  const stream = await openai.chat.completions.create(
    { model: "fake", messages: [{ role: "user", content: "Who am I?" }], stream: true },
    { headers: { "x-conversation-id": "trip" } },
  );
  let text = "";
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  expect(text).toBe("Hello there!");
  expect(upstream.last.json.messages).toMatchObject([
    { role: "user", content: "My name is Ada." },
    { role: "assistant", content: "Hello there!" },
    { role: "user", content: "Who am I?" },
  ]);
});

test("a response goes on where the one before it ended", async () => {
  const { secret } = await makeKey("--name", "bob", "--person", "bob");
  const openai = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: secret, maxRetries: 0 });
  const first = await openai.responses.create({ model: "fake", input: "I am Bob.", store: true });
  const next = await openai.responses.create({
    model: "fake",
    input: "Who?",
    previous_response_id: first.id,
  });
  expect(next.output_text).toBe("Hello there!");
  expect(JSON.stringify(upstream.last.json.messages)).toMatch(/I am Bob.*Hello there!.*Who\?/);
});

test("a model uses the router's own tools, if its key may", async () => {
  upstream.behave = ({ json, response }) => {
    const all = Array.isArray(json.messages) ? json.messages.filter(isObject) : [];
    const result = all.find(({ role }) => role === "tool");
    const tool_calls = [
      { id: "c1", type: "function", function: { name: "file_read", arguments: '{"path":"notes/todo.txt"}' } },
    ];
    const message = result
      ? { role: "assistant", content: `It says: ${JSON.stringify(result.content)}` }
      : { role: "assistant", content: null, tool_calls };
    const finish_reason = result ? "stop" : "tool_calls";
    sendJson(response, 200, {
      id: "x",
      object: "chat.completion",
      created: 1,
      model: "fake",
      choices: [{ index: 0, message, finish_reason }],
    });
  };
  const { secret } = await makeKey("--name", "clerk", "--tools", "file_read");
  const { json, text } = await chat(secret, { router: { tools: ["file_read"] } });
  expect(text).toContain("buy milk");
  expect(json.router).toMatchObject({ tools: [{ name: "file_read", state: "ok" }] });
  const other = await makeKey("--name", "guest");
  expect((await chat(other.secret, { router: { tools: ["file_read"] } })).status).toBe(403);
});

test("a provider is taken out while a game wants its GPU, and comes back", async () => {
  expect((await router.ask("POST", "/admin/providers/box/hold", { reason: "gaming" })).status).toBe(200);
  const away = await chat(adminKey);
  expect([away.status, away.text]).toEqual([503, expect.stringContaining("gaming")]);
  await router.ask("DELETE", "/admin/providers/box/hold");
  expect((await chat(adminKey)).status).toBe(200);
});

test("a context too long is refused before any provider is asked, and a wrong type by its path", async () => {
  const long = await chat(adminKey, { messages: [{ role: "user", content: "word ".repeat(2_000) }] });
  expect([long.status, long.json.error]).toEqual([
    400,
    expect.objectContaining({ code: "context_length_exceeded" }),
  ]);
  const wrong = await chat(adminKey, { messages: [{ role: "user", content: 5 }] });
  expect(wrong.json.error).toMatchObject({ param: "messages[0].content" });
  expect(upstream.received).toHaveLength(0);
});

test("providers.yaml is taken over while it runs, a hundred times under load, and a bad one not at all", async () => {
  const own = await RouterProcess.start(yaml(upstream.url));
  let going = true;
  const statuses = new Map<number, number>();
  const load = Array.from({ length: 8 }, async () => {
    while (going) {
      const { status } = await own.ask("POST", "/v1/chat/completions", { model: "fake", messages });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  for (let turn = 0; turn < 100; turn++) {
    own.configure(turn % 3 === 2 ? "providers: [" : yaml(upstream.url, `keepAlive: ${turn + 1}s\n`));
    await new Promise((later) => setTimeout(later, 60));
  }
  own.configure(yaml(upstream.url, "aliases: { last: [fake] }\n"));
  await vi.waitFor(async () => {
    expect((await own.ask("POST", "/v1/chat/completions", { model: "last", messages })).status).toBe(200);
  }, 10_000);
  going = false;
  await Promise.all(load);
  expect([...statuses.keys()]).toEqual([200]);
  expect(own.log).toContain("providers.yaml cannot be used");
  await own.remove();
});

test("it stops when it is told to, and loses no stream that is under way", async () => {
  const own = await RouterProcess.start(yaml(upstream.url));
  upstream.behave = answers("a story that takes its time to be told", { pace: 100 });
  const openai = new OpenAI({ baseURL: `${own.url}/v1`, apiKey: adminKey, maxRetries: 0 });
  const streams = await Promise.all(
    Array.from({ length: 20 }, () =>
      openai.chat.completions.create({ model: "fake", messages, stream: true }),
    ),
  );
  const texts = streams.map(async (stream) => {
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    return text;
  });
  const code = await own.stop();
  expect(new Set(await Promise.all(texts))).toEqual(new Set(["a story that takes its time to be told"]));
  expect(code).toBe(0);
  await own.remove();
});

test("the configuration can be looked at, without its secrets", async () => {
  const own = await RouterProcess.start(`
providers:
  - name: box
    kind: openai
    baseUrl: http://me:hunter2@127.0.0.1:1/v1
    apiKey: hunter2
    headers: { x-secret: hunter2 }
tools: { mcp: { files: { command: "true", env: { TOKEN: hunter2 } } } }
`);
  const { text, json } = await own.ask("GET", "/admin/config");
  expect(json.providers).toMatchObject([{ name: "box", hasKey: true, headers: ["x-secret"] }]);
  expect(text + own.log).not.toContain("hunter2");
  await own.remove();
});

test("no key, no question and no answer is ever in its log", async () => {
  upstream.behave = refuses(500, "boom");
  await chat(adminKey, { messages: [{ role: "user", content: "the canary sings" }] });
  expect(router.log).not.toMatch(/canary|Hello there|buy milk|sk-admin/);
});

describe("it does not start", () => {
  test.each<[string, string, NodeJS.ProcessEnv, RegExp]>([
    ["with a providers.yaml that cannot be read", "providers: [", {}, /providers\.yaml: line 1/],
    [
      "open to the world without an admin key",
      yaml("http://127.0.0.1:1"),
      { HOST: "0.0.0.0", ROUTER_ADMIN_KEY: undefined },
      /ROUTER_ADMIN_KEY/,
    ],
    [
      "without the file that it was told of",
      yaml("http://127.0.0.1:1"),
      { ROUTER_CONFIG: "/nowhere.yaml" },
      /nowhere\.yaml: cannot be read/,
    ],
  ])("%s", async (_why, text, environment, message) => {
    const own = new RouterProcess(text, environment);
    await expect(own.start()).rejects.toThrow(message);
    await own.remove();
  });
});
