import { createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type House, house } from "../testing/house.ts";
import { answers, type Behaviour, refuses, streamOf, Upstream } from "../testing/upstream.ts";

let first: Upstream;
let second: Upstream;
let router: House;

const patience = "timeouts: { headers: 300ms, firstToken: 300ms, idle: 300ms, total: 3s }";
const provider = (name: string, { url }: { url: string }, models = "[fake]") =>
  `  - { name: ${name}, kind: openai, baseUrl: "${url}", models: ${models}, ${patience} }\n`;
const rules = "retry: { backoff: 10ms }\nbreaker: { failures: 1000 }\nkeepAlive: 100ms\n";

beforeEach(async () => {
  first = await Upstream.start();
  second = await Upstream.start();
  router = await house(
    `${rules}aliases: { both: [first/fake, second/fake], alone: [first/fake] }\nproviders:\n${provider("first", first)}${provider("second", second)}`,
  );
});

afterEach(async () => {
  await router.close();
  await first.close();
  await second.close();
});

const messages = [{ role: "user" as const, content: "Hello?" }];

async function ask(body: object) {
  const response = await fetch(`${router.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ messages, ...body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const page: Behaviour = ({ response }) =>
  void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in to the Wi-Fi</h1>");
const hang: Behaviour = () => {};
const nothing: Behaviour = ({ response }) =>
  void response.writeHead(200, { "content-type": "application/json" }).end();
const liar: Behaviour = ({ response }) => {
  response
    .writeHead(200, { "content-type": "application/json", "content-length": 5000 })
    .write('{"choices":');
  setTimeout(() => response.destroy(), 20);
};
const headersOnly: Behaviour = ({ response }) => {
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
};
const failsIn200: Behaviour = ({ response }) =>
  void response
    .writeHead(200, { "content-type": "text/event-stream" })
    .end('data: {"error":{"message":"no VRAM"}}\n\n');

describe("before the first byte, the next provider answers for one that", () => {
  test.each<[string, Behaviour]>([
    ["answers 500", refuses(500, "boom")],
    ["is overloaded", refuses(529, "later")],
    ["has had enough", refuses(429, "slow down", { "retry-after": "7" })],
    ["does not know the router's key", refuses(401, "who are you?")],
    ["does not have the model", refuses(404, "no such model")],
    ["shows a web page", page],
    ["hangs", hang],
    ["says nothing", nothing],
    ["lies about its length", liar],
  ])("%s", async (_how, behave) => {
    first.behave = behave;
    const { status, headers, text } = await ask({ model: "both" });
    expect(status, text).toBe(200);
    expect(headers.get("x-router-provider")).toBe("second");
    expect(router.usage).toMatchObject([{ status: 200, provider: "second", attempts: 2 }]);
  });

  test.each<[string, Behaviour]>([
    ["sends headers and then nothing", headersOnly],
    ["fails in a 200", failsIn200],
    ["cuts the connection", ({ response }) => void response.destroy()],
  ])("%s, in a stream", async (_how, behave) => {
    first.behave = behave;
    const { status, text } = await ask({ model: "both", stream: true });
    expect(status).toBe(200);
    expect(text.replaceAll(": keep-alive\n\n", "")).toBe(streamOf("Hello there!").join(""));
  });

  test("is not there at all", async () => {
    await first.close();
    expect((await ask({ model: "both" })).status).toBe(200);
    first = await Upstream.start();
  });
});

describe("where nobody else is, the client is told", () => {
  test("the provider's own words for what is wrong with the request, which is tried once", async () => {
    first.behave = refuses(400, "temperature is too hot");
    const { status, text } = await ask({ model: "both" });
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toMatchObject({ message: "temperature is too hot", type: "fake" });
    expect(first.received).toHaveLength(1);
    expect(second.received).toHaveLength(0);
  });

  test("when to come again", async () => {
    first.behave = refuses(429, "slow down", { "retry-after": "7" });
    const { status, headers } = await ask({ model: "alone" });
    expect([status, headers.get("retry-after")]).toEqual([429, "7"]);
    expect(first.received).toHaveLength(1);
    // One request too many does not shut the door for the next one.
    first.behave = answers();
    expect((await ask({ model: "alone" })).status).toBe(200);
  });

  test.each<[string, Behaviour, number, RegExp]>([
    ["a failure that stays, after three tries", refuses(500, "boom"), 500, /boom/],
    ["a page", page, 502, /first\/fake: The provider sent a web page in the place of an answer/],
    ["silence", hang, 504, /took longer than 0\.3 s \(waiting for headers\)/],
    ["a key that is not accepted", refuses(403, "no"), 502, /does not accept the router's key/],
  ])("of %s", async (_what, behave, expected, message) => {
    first.behave = behave;
    const { status, text } = await ask({ model: "alone" });
    expect([status, JSON.parse(text).error.message]).toEqual([expected, expect.stringMatching(message)]);
  });

  test("by both vendors' clients as an exception", async () => {
    first.behave = refuses(500, "boom");
    const openai = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: "x", maxRetries: 0 });
    await expect(openai.chat.completions.create({ model: "alone", messages })).rejects.toThrow(
      OpenAI.InternalServerError,
    );
    const anthropic = new Anthropic({ baseURL: router.url, apiKey: "x", maxRetries: 0 });
    await expect(anthropic.messages.create({ model: "alone", max_tokens: 9, messages })).rejects.toThrow(
      Anthropic.InternalServerError,
    );
  });
});

describe("a stream that breaks in the middle never looks like a whole one", () => {
  const dies =
    (last: string): Behaviour =>
    async ({ response }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of streamOf("some words").slice(0, 2)) response.write(event);
      await new Promise((later) => setTimeout(later, 30));
      response.write(last);
      setTimeout(() => response.destroy(), 10);
    };
  const endsEarly: Behaviour = ({ response }) =>
    void response
      .writeHead(200, { "content-type": "text/event-stream" })
      .end(streamOf("some words").slice(0, 2).join(""));
  const goesSilent: Behaviour = ({ response }) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(streamOf("some words").slice(0, 2).join(""));
  };

  test.each<[string, Behaviour]>([
    ["between two events", dies(": x\n\n")],
    ["within an event", dies('data: {"choices":[{"del')],
    ["with a polite end", endsEarly],
    ["by silence", goesSilent],
  ])("%s", async (_how, behave) => {
    first.behave = behave;
    const openai = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: "x", maxRetries: 0 });
    const stream = await openai.chat.completions.create({ model: "both", messages, stream: true });
    const read = async () => {
      for await (const _chunk of stream);
    };
    await expect(read()).rejects.toThrow(/first\/fake: The provider (broke off|took longer)/);

    const anthropic = new Anthropic({ baseURL: router.url, apiKey: "x", maxRetries: 0 });
    const said = anthropic.messages.stream({ model: "both", max_tokens: 9, messages });
    await expect(said.finalMessage()).rejects.toThrow(/The provider (broke off|took longer)/);

    expect(second.received).toHaveLength(0);
    expect(router.usage).toMatchObject([
      { status: expect.any(Number), partial: true, completionTokens: expect.any(Number) },
      { partial: true },
    ]);
    for (const { status } of router.usage) expect(status).toBeGreaterThanOrEqual(500);
  });

  test("and its connection is cut, for clients that look no closer", async () => {
    first.behave = endsEarly;
    await expect(ask({ model: "both", stream: true })).rejects.toThrow("terminated");
  });
});

describe("providers with manners of their own", () => {
  test("a compressed stream is read all the same", async () => {
    first.behave = ({ response }) =>
      void response
        .writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" })
        .end(gzipSync(streamOf("Hello there!", { stream_options: { include_usage: true } }).join("")));
    const { text, headers } = await ask({ model: "both", stream: true });
    expect(text).toBe(streamOf("Hello there!").join(""));
    expect(headers.get("content-encoding")).toBeNull();
    expect(router.usage).toMatchObject([{ promptTokens: 12 }]);
  });

  test("HTTP/1.0, whose answers end with their connection", async () => {
    const old = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.end(
          `HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n${streamOf("Hello there!").join("")}`,
        );
      });
    });
    await new Promise<void>((ready) => old.listen(0, "127.0.0.1", ready));
    const { port } = old.address() as { port: number };
    const other = await house(`providers:\n${provider("old", { url: `http://127.0.0.1:${port}` })}`);
    const response = await fetch(`${other.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "fake", stream: true, messages }),
    });
    expect(await response.text()).toBe(streamOf("Hello there!").join(""));
    await other.close();
    old.close();
  });

  test("one that never comes to an end is cut off when its time is over", async () => {
    first.behave = async ({ response }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      while (!response.destroyed) {
        response.write(streamOf("on and on").slice(1, 2).join(""));
        await new Promise((later) => setTimeout(later, 5));
      }
    };
    await expect(ask({ model: "both", stream: true })).rejects.toThrow("terminated");
    expect(router.usage).toMatchObject([{ status: 504, fault: "upstream_timeout_in_all" }]);
    await vi.waitFor(() => expect(first.last.abortedAt).toBeDefined());
  });

  test("one that takes its time is waited for, and the client hears that somebody is there", async () => {
    first.behave = async (received) => {
      await new Promise((later) => setTimeout(later, 250));
      await answers()(received);
    };
    const { text } = await ask({ model: "both", stream: true });
    expect(text).toMatch(/^(: keep-alive\n\n){1,2}data: /);
  });
});

test("a provider that fails again and again is left alone, until one request finds it well", async () => {
  const ill = await house(
    `retry: { attempts: 1 }\nbreaker: { failures: 3, pause: 200ms }\nproviders:\n${provider("first", first)}`,
  );
  const status = async () => {
    const response = await fetch(`${ill.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "fake", messages }),
    });
    await response.text();
    return response.status;
  };
  first.behave = refuses(500, "boom");
  expect([await status(), await status(), await status(), await status()]).toEqual([500, 500, 500, 503]);
  expect(first.received).toHaveLength(3);
  first.behave = answers();
  await new Promise((later) => setTimeout(later, 250));
  expect([await status(), await status()]).toEqual([200, 200]);
  await ill.close();
});

test("a second provider is asked when the first says nothing for a while; the one that loses is sent home", async () => {
  const hedging = await house(
    `hedgeAfter: 100ms\naliases: { both: [first/fake, second/fake] }\nproviders:\n${provider("first", first)}${provider("second", second)}`,
  );
  first.behave = hang;
  const response = await fetch(`${hedging.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "both", stream: true, messages }),
  });
  expect(await response.text()).toBe(streamOf("Hello there!").join(""));
  expect(response.headers.get("x-router-provider")).toBe("second");
  await vi.waitFor(() => expect(first.last.abortedAt).toBeDefined());
  expect(hedging.usage).toMatchObject([{ status: 200, provider: "second", attempts: 2 }]);
  expect(hedging.providers.list.map(({ slots }) => slots.taken)).toEqual([0, 0]);
  await hedging.close();
});
