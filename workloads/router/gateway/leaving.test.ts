import { once } from "node:events";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type House, house } from "../testing/house.ts";
import { answers, type Behaviour, streamOf, Upstream } from "../testing/upstream.ts";

let upstream: Upstream;
let router: House;

beforeAll(async () => {
  upstream = await Upstream.start();
  router = await house(`
providers:
  - { name: box, kind: openai, baseUrl: "${upstream.url}", models: [fake] }
  - { name: fragile, kind: openai, baseUrl: "${upstream.url}", models: [fragile], onCancel: drain, concurrency: 1 }
  - { name: narrow, kind: openai, baseUrl: "${upstream.url}", models: [narrow], concurrency: 2, queue: 2, queueTimeout: 500ms }
`);
});

afterEach(() => {
  upstream.behave = answers();
  upstream.received.length = 0;
  router.usage.length = 0;
});

afterAll(async () => {
  await router.close();
  await upstream.close();
});

function request(model: string, stream: boolean) {
  const sent = http.request(`${router.url}/v1/chat/completions`, { method: "POST" });
  sent.on("error", () => {});
  sent.end(JSON.stringify({ model, stream, messages: [{ role: "user", content: "Hello?" }] }));
  return sent;
}

const late: Behaviour = async () => void (await sleep(2_000));
const talking =
  (pace: number): Behaviour =>
  async ({ response }) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of streamOf("word ".repeat(100))) {
      if (response.destroyed) return;
      response.write(event);
      await sleep(pace);
    }
  };
const speaking = talking(20);

// Tried again, because a busy machine may hold up any of the three processes' worth of work that share this thread.
describe("a client that goes away takes its provider's work with it, within 100 ms,", { retry: 3 }, () => {
  test.each<[string, boolean, Behaviour]>([
    ["in the middle of a stream", true, speaking],
    ["before the first token", true, late],
    ["while an answer in one piece is being made", false, late],
  ])("%s", async (_when, stream, behave) => {
    upstream.behave = behave;
    const client = request("fake", stream);
    await vi.waitFor(() => expect(upstream.received.length).toBeGreaterThan(0));
    await sleep(100);
    const leftAt = performance.now();
    client.destroy();
    await vi.waitFor(() => expect(upstream.last.abortedAt).toBeDefined(), { interval: 5 });
    expect((upstream.last.abortedAt ?? 0) - leftAt).toBeLessThan(100);
    expect(router.usage).toMatchObject([{ status: 499, fault: "client_left", partial: behave === speaking }]);
  });
});

test("a backend that a cut connection would crash is let finish, and what it said is counted exactly", async () => {
  upstream.behave = answers("some words that go on", { pace: 30 });
  const client = request("fragile", true);
  await vi.waitFor(() => expect(upstream.received).toHaveLength(1));
  await sleep(50);
  client.destroy();
  await vi.waitFor(() => expect(router.usage).toHaveLength(1));
  expect(upstream.last.abortedAt).toBeUndefined();
  expect(router.usage).toMatchObject([{ status: 499, completionTokens: 3, promptTokens: 12 }]);
});

describe("a provider with room for two at once", () => {
  test("lets two more wait, and sends the others away with 429", async () => {
    upstream.behave = answers("Hi", { pace: 20 });
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const response = await fetch(`${router.url}/v1/chat/completions`, {
          method: "POST",
          body: JSON.stringify({
            model: "narrow",
            stream: true,
            messages: [{ role: "user", content: "Hi" }],
          }),
        });
        await response.text();
        return [response.status, response.headers.get("retry-after")];
      }),
    );
    expect(statuses.filter(([status]) => status === 200)).toHaveLength(4);
    expect(statuses.filter(([status]) => status === 429)).toEqual([
      [429, "1"],
      [429, "1"],
    ]);
  });

  test("forgets who has left the queue, and serves on", async () => {
    upstream.behave = late;
    const clients = Array.from({ length: 4 }, () => request("narrow", true));
    await vi.waitFor(() => expect(upstream.received).toHaveLength(2));
    await sleep(50);
    for (const client of clients) client.destroy();
    await vi.waitFor(() => expect(router.usage).toHaveLength(4));
    upstream.behave = answers();
    const response = await fetch(`${router.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "narrow", messages: [{ role: "user", content: "Hi" }] }),
    });
    expect(response.status).toBe(200);
  });
});

test("a thousand clients that vanish leave nothing behind", async () => {
  upstream.behave = talking(500);
  const clients = Array.from({ length: 1000 }, () => request("fake", true));
  await vi.waitFor(() => expect(upstream.received.length).toBe(1000), { timeout: 50_000 });
  for (const client of clients) client.destroy();
  await vi.waitFor(() => expect(router.usage).toHaveLength(1000), { timeout: 50_000 });
  expect(router.providers.list[0]?.slots.taken).toBe(0);
  await vi.waitFor(() => expect(upstream.received.every(({ abortedAt }) => abortedAt)).toBe(true), {
    timeout: 20_000,
  });
});

test("a client that stops reading makes its provider wait, not the router's memory grow", async () => {
  let written = 0;
  upstream.behave = async ({ response }) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const event = streamOf("x".repeat(10_000)).slice(1, 2).join("");
    while (!response.destroyed && written < 200e6) {
      written += event.length;
      if (!response.write(event)) await once(response, "drain");
    }
  };
  const client = request("fake", true);
  client.once("response", (response) => void response.pause());
  let before = -1;
  await vi.waitFor(
    async () => {
      before = written;
      await sleep(500);
      expect(written).toBe(before);
    },
    { timeout: 20_000 },
  );
  expect(written).toBeGreaterThan(100_000);
  // What the kernel's own buffers on the way hold, and no more.
  expect(written).toBeLessThan(30e6);
  client.destroy();
  await vi.waitFor(() => expect(router.usage).toHaveLength(1));
});
