import { readdirSync } from "node:fs";
import { join } from "node:path";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Postgres } from "./database/testing/postgres.ts";
import { RouterProcess } from "./testing/process.ts";
import { answers, Upstream } from "./testing/upstream.ts";

vi.setConfig({ testTimeout: 120_000 });

let upstream: Upstream;
let server: Postgres;
let url: string;
const routers: RouterProcess[] = [];

beforeAll(async () => {
  upstream = await Upstream.start();
  server = await Postgres.start();
});
beforeEach(async () => {
  url = await server.database();
});
afterEach(async () => {
  upstream.behave = answers();
  await Promise.all(routers.splice(0).map((router) => router.remove()));
});
afterAll(async () => {
  await upstream.close();
  await server.stop();
});

async function start(environment?: NodeJS.ProcessEnv): Promise<RouterProcess> {
  const router = new RouterProcess(
    `providers: [{ name: box, kind: openai, baseUrl: "${upstream.url}", models: [fake] }]`,
    environment,
  );
  routers.push(router);
  await router.start();
  return router;
}

/** As a client that comes again when the database is not there yet. */
function asked(router: RouterProcess, ...ask: Parameters<RouterProcess["ask"]>) {
  return vi.waitFor(
    async () => {
      const answer = await router.ask(...ask);
      expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
      return answer;
    },
    { timeout: 60_000, interval: 500 },
  );
}

async function keyOf(router: RouterProcess, person: string): Promise<string> {
  const { json } = await asked(router, "POST", "/admin/keys", { name: person, person });
  return String(json.secret);
}

const openai = (router: RouterProcess, apiKey: string) =>
  new OpenAI({ baseURL: `${router.url}/v1`, apiKey, maxRetries: 0 });
const waiting = (router: RouterProcess) =>
  readdirSync(join(router.folder, "data", "turns")).filter((name) => name.endsWith(".jsonl"));

async function listed(router: RouterProcess, path: string, key: string): Promise<unknown> {
  const { json } = await asked(router, "GET", path, undefined, key);
  return json.data;
}

test("killed outright, it has lost no usage of what it had answered", async () => {
  const router = await start();
  const secret = await keyOf(router, "ada");
  const ask = () => router.ask("POST", "/v1/chat/completions", { model: "fake", messages }, secret);
  for (let count = 0; count < 20; count++) expect((await ask()).status).toBe(200);
  await router.stop("SIGKILL");
  await router.start();
  await vi.waitFor(async () => {
    const { json } = await router.ask("GET", "/admin/usage/recent?limit=100");
    expect(Object.values(json).find(Array.isArray)).toHaveLength(20);
  }, 30_000);
  expect((await ask()).status).toBe(200);
});

test("killed outright while its database is away, it has lost no conversation, and brings none back that was deleted", async () => {
  const router = await start({ DATABASE_URL: url });
  const [ada, bob, cy] = [await keyOf(router, "ada"), await keyOf(router, "bob"), await keyOf(router, "cy")];
  const named = (content: string) =>
    openai(router, ada).chat.completions.create(
      { model: "fake", messages: [{ role: "user", content }], stream: true },
      { headers: { "x-conversation-id": "trip" } },
    );
  const textOf = async (stream: Awaited<ReturnType<typeof named>>) => {
    let text = "";
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    return text;
  };
  await textOf(await named("My name is Ada."));
  await vi.waitFor(async () => expect(waiting(router)).toEqual([]), 10_000);
  // The database goes while a stream is under way, which still comes to its end.
  upstream.behave = answers("a story that takes its time to be told", { pace: 100 });
  const story = await named("Tell me a story.");
  await server.kill();
  expect(await textOf(story)).toBe("a story that takes its time to be told");
  upstream.behave = answers();
  for (const secret of [bob, bob, bob, cy])
    await openai(router, secret).responses.create({ model: "fake", input: "What is kept?", store: true });
  await router.stop("SIGKILL");
  expect(waiting(router)).not.toEqual([]);

  await server.resume();
  const other = await start({ DATABASE_URL: url });
  await asked(other, "DELETE", "/v1/memory", undefined, cy);
  await router.start();
  expect(await listed(router, "/v1/conversations/trip/messages", ada)).toMatchObject(
    ["My name is Ada.", "Hello there!", "Tell me a story.", "a story that takes its time to be told"].map(
      (content) => ({ message: { content } }),
    ),
  );
  expect(await listed(router, "/v1/conversations", bob)).toHaveLength(3);
  expect(await listed(router, "/v1/conversations", cy)).toEqual([]);
  expect(waiting(router)).toEqual([]);
  expect(router.log).not.toMatch(/Ada|story|kept|Hello there/);
});

const messages = [{ role: "user" as const, content: "Hello?" }];
