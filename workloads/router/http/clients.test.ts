import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "undici";
import { describe, expect, test, vi } from "vitest";
import { serve } from "./index.ts";
import { get, open, raw, seen, server, serving, useServer } from "./testing/site.ts";

useServer();

describe("a client", () => {
  test("finds its own name for a request again, and ours beside it, which is never twice the same", async () => {
    const [first, second] = await Promise.all([1, 2].map(() => get("/hello", { "x-request-id": "mine-1" })));
    expect(first?.headers.get("x-request-id")).toBe("mine-1");
    expect(first?.headers.get("x-router-request-id")).not.toBe(second?.headers.get("x-router-request-id"));
    const odd = await get("/hello", { "x-request-id": "<script>" });
    expect(odd.headers.get("x-request-id")).toMatch(/^req_\w+$/);
  });

  test("that goes away ends the signal of its request", async () => {
    const away = new AbortController();
    const answer = await fetch(`${server.url}/stream`, { signal: away.signal });
    expect(answer.status).toBe(200);
    const signal = seen.signal as AbortSignal;
    expect(signal.aborted).toBe(false);
    away.abort();
    await vi.waitFor(() => expect(signal.aborted).toBe(true), { timeout: 500 });
  });

  test("may send requests before it has the answers", async () => {
    const one = "GET /hello HTTP/1.1\r\nhost: x\r\n\r\n";
    const heard = await raw(`${one}${one}GET /half HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(heard.match(/HTTP\/1.1 200/g)).toHaveLength(3);
    const client = new Client(server.url, { pipelining: 10 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => client.request({ method: "GET", path: "/hello" })),
    );
    expect(new Set(await Promise.all(answers.map(({ body }) => body.text())))).toEqual(
      new Set(['{"hello":"you"}']),
    );
    await client.close();
  });

  test.each([
    ["that speaks no HTTP", "HELO mail.example.org\r\n\r\n", 400],
    ["that sends a header without a name", "GET / HTTP/1.1\r\nhost: x\r\n: x\r\n\r\n", 400],
    [
      "that says two lengths",
      "POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
      400,
    ],
    [
      "that says a length and chunks",
      "POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
      400,
    ],
    ["without a host", "GET /hello HTTP/1.1\r\n\r\n", 400],
    ["with 40 KiB of headers", `GET /hello HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(40_000)}\r\n\r\n`, 431],
  ])("%s is refused, and only that one", async (_, request, status) => {
    expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    expect((await get("/hello")).status).toBe(200);
  });

  test("that sends nonsense during its answer finds no second answer in the midst of it", async () => {
    const heard = await raw("GET /stream HTTP/1.1\r\nhost: x\r\n\r\n", 60, "nonsense\r\n\r\n");
    expect(heard).toMatch(/^HTTP\/1.1 200.*data: 0/s);
    expect(heard).not.toContain("HTTP/1.1 400");
  });

  test("that breaks off in the midst of its headers harms nobody", async () => {
    const socket = open();
    socket.write("GET /hel");
    await sleep(20);
    socket.resetAndDestroy();
    expect((await get("/hello")).status).toBe(200);
  });

  test("that sends a header a second is cut off", async () => {
    const socket = open();
    let heard = "";
    socket.on("data", (chunk) => {
      heard += chunk;
    });
    socket.write("GET /hello HTTP/1.1\r\n");
    const began = Date.now();
    const drip = setInterval(() => socket.write(`x-${Date.now()}: 1\r\n`), 1000);
    await once(socket, "close");
    clearInterval(drip);
    expect(heard).toMatch(/^HTTP\/1.1 408/);
    expect(Date.now() - began).toBeLessThan(13_000);
  });
});

test("every answer keeps browsers from guessing, framing and keeping it", async () => {
  expect(Object.fromEntries((await get("/hello")).headers)).toMatchObject({
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
  });
  expect((await get("/hello")).headers.get("server")).toBeNull();
});

test("an address is taken from trusted proxies alone", async () => {
  const from = { "x-forwarded-for": "6.6.6.6, 10.0.0.9, 10.0.0.1" };
  expect(await (await get("/who", from)).json()).toMatchObject({ address: "127.0.0.1" });
  const behind = await serve(serving({ trustedProxies: 2 }));
  const answer = await fetch(`${behind.url}/who`, { headers: from });
  expect(await answer.json()).toMatchObject({ address: "10.0.0.9" });
  await behind.close();
});
