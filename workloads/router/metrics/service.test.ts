import { once } from "node:events";
import { get as httpGet, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { validate } from "@readme/openapi-parser";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { Fault, type Route, route, type Server, serve } from "../http/index.ts";
import type { Usage } from "../usage/index.ts";
import { Events, Metrics, type ProviderReading, serviceRoutes } from "./index.ts";

const ADMIN = { authorization: "Bearer an-admin-key" };

let metrics: Metrics;
let events: Events;
let server: Server;
let providers: ProviderReading[];
let notReady: string[];

const usage: Usage = {
  id: "req_1",
  at: 0,
  keyId: "k1",
  person: "ada",
  api: "chat",
  model: "auto",
  provider: "gaming_pc",
  providerModel: "qwen3",
  stream: true,
  status: 200,
  promptTokens: 100,
  cachedTokens: 40,
  completionTokens: 51,
  partial: false,
  cost: 1500,
  queuedMs: 20,
  firstByteMs: 300,
  totalMs: 1300,
  attempts: 2,
  why: "in VRAM",
  fault: undefined,
};

type Tree = { value: number; children: Tree[] };
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ value: z.number(), children: z.array(tree) }));

const others = [
  route({
    method: "POST",
    path: "/trees/{id}/{rest...}",
    access: "key",
    group: "trees",
    summary: "A body that holds itself, a query, and a date that JSON Schema cannot say.",
    query: z.object({ hours: z.coerce.number().int().max(24), kind: z.enum(["a", "b"]).optional() }),
    body: z.object({ tree, at: z.date().optional(), twice: z.string().transform(Number).optional() }),
    answer: z.object({ tree, also: tree }),
    handle: ({ body }) => body,
  }),
  route({
    method: "DELETE",
    path: "/trees/{id}/{rest...}",
    access: "admin",
    group: "trees",
    summary: "Removes one.",
    answer: "nothing",
    handle: () => undefined,
  }),
];

beforeEach(async () => {
  providers = [{ name: "gaming_pc", up: true, breaker: "closed", running: 2, queued: 1 }];
  notReady = [];
  metrics = new Metrics({
    knowsModel: (name) => ["auto", "qwen3"].includes(name),
    providers: () => providers,
  });
  events = new Events();
  const service = {
    metrics,
    events,
    version: "1.2.3",
    metricsAccess: "open" as const,
    notReady: () => notReady,
    config: () => ({ providers: ["gaming_pc"] }),
    routes: (): readonly Route[] => routes,
  };
  const routes = [...serviceRoutes(service), ...others];
  const silent = { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false };
  server = await serve({
    routes,
    settings: {
      host: "127.0.0.1",
      port: 0,
      bodyLimit: 1024,
      corsOrigins: [],
      trustedProxies: 0,
      maxConnections: 100,
      drainSeconds: 2,
      adminKey: "an-admin-key",
    },
    authenticate({ headers }) {
      if (headers.authorization !== ADMIN.authorization) {
        throw new Fault({ status: 401, kind: "authentication", message: "Show a key." });
      }
      return { keyId: "admin", name: "", person: "", admin: true, models: [], tools: [], limits: {} };
    },
    refused: (fault) => metrics.refused(fault),
    log: silent,
  });
});

afterEach(async () => {
  events.close();
  await server.close();
});

async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${server.url}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, series = "", value] = /^([a-z0-9_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
      expect(series, line).not.toBe("");
      return [series, Number(value)];
    }),
  );
}

describe("/metrics", () => {
  test("is open to those who come directly, and not to the world behind a tunnel", async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
    const headers = { "cf-connecting-ip": "203.0.113.9" };
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(403);
  });

  test("counts requests, tokens, time and money of each model and provider", async () => {
    metrics.ended(usage);
    metrics.ended({
      ...usage,
      status: 499,
      partial: true,
      fault: "client_closed",
      firstByteMs: undefined,
      completionTokens: undefined,
    });
    const found = await scrape();
    const of = 'model="auto",provider="gaming_pc"';
    expect(Object.fromEntries(found)).toMatchObject({
      [`router_requests_total{${of},api="chat",status="200"}`]: 1,
      [`router_requests_total{${of},api="chat",status="499"}`]: 1,
      [`router_tokens_total{${of},type="prompt"}`]: 200,
      [`router_tokens_total{${of},type="cached"}`]: 80,
      [`router_tokens_total{${of},type="completion"}`]: 51,
      [`router_cost_usd_total{${of}}`]: 0.003,
      [`router_attempts_total{${of}}`]: 4,
      [`router_partial_total{${of}}`]: 1,
      [`router_request_seconds_bucket{${of},le="1"}`]: 0,
      [`router_request_seconds_bucket{${of},le="2"}`]: 2,
      [`router_request_seconds_bucket{${of},le="+Inf"}`]: 2,
      [`router_request_seconds_sum{${of}}`]: 2.6,
      [`router_request_seconds_count{${of}}`]: 2,
      [`router_first_byte_seconds_count{${of}}`]: 1,
      [`router_queue_seconds_bucket{${of},le="0.025"}`]: 2,
      // 50 tokens after the first, in one second.
      [`router_tokens_per_second_bucket{${of},le="40"}`]: 0,
      [`router_tokens_per_second_bucket{${of},le="60"}`]: 1,
      'router_key_tokens_total{key="k1"}': 251,
      'router_failed_total{code="client_closed"}': 1,
    });
  });

  test("shows how providers and the process are at the moment", async () => {
    metrics.streamOpened();
    metrics.streamOpened();
    metrics.streamClosed();
    providers.push({ name: "zai", up: undefined, breaker: "half-open", running: 0, queued: 0 });
    const found = await scrape();
    expect(Object.fromEntries(found)).toMatchObject({
      router_streams_open: 1,
      'router_provider_up{provider="gaming_pc"}': 1,
      'router_provider_running{provider="gaming_pc"}': 2,
      'router_provider_queued{provider="gaming_pc"}': 1,
      'router_provider_breaker{provider="zai",state="half-open"}': 1,
      'router_provider_breaker{provider="zai",state="open"}': 0,
    });
    expect(found.has('router_provider_up{provider="zai"}')).toBe(false);
    expect(found.get("process_resident_memory_bytes")).toBeGreaterThan(10e6);
    expect(found.has("nodejs_eventloop_lag_p_seconds") || found.has("nodejs_eventloop_lag_seconds")).toBe(
      true,
    );
  });

  test("never grows by what clients make up", async () => {
    for (let count = 0; count < 2000; count++) {
      metrics.ended({ ...usage, model: `made-up-${count}`, keyId: `key-${count}`, fault: `fault-${count}` });
    }
    const found = await scrape();
    expect(found.get('router_cost_usd_total{model="other",provider="gaming_pc"}')).toBeCloseTo(3);
    expect(found.get('router_key_requests_total{key="other"}')).toBe(1500);
    expect(found.size).toBeLessThan(2000);
  });

  test("counts what is refused, by kind", async () => {
    await fetch(`${server.url}/admin/config`);
    await fetch(`${server.url}/nowhere`);
    const found = await scrape();
    expect(found.get('router_refused_total{kind="authentication"}')).toBe(1);
    expect(found.get('router_refused_total{kind="not_found"}')).toBe(1);
  });
});

describe("the service", () => {
  test("lives before it is ready, and says why it is not", async () => {
    notReady = ["no provider is up"];
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const answer = await fetch(`${server.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: "not ready", because: ["no provider is up"] },
    ]);
    notReady = [];
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${server.url}/version`)).json()).toMatchObject({ version: "1.2.3" });
  });

  test("shows its configuration to those who look after it", async () => {
    expect((await fetch(`${server.url}/admin/config`)).status).toBe(401);
    const answer = await fetch(`${server.url}/admin/config`, { headers: ADMIN });
    expect(await answer.json()).toEqual({ providers: ["gaming_pc"] });
  });

  test("is described as OpenAPI 3.1 says", async () => {
    const description = JSON.parse(await (await fetch(`${server.url}/openapi.json`)).text());
    const result = await validate(structuredClone(description));
    expect(result).toMatchObject({ valid: true });
    const operations = description.paths["/trees/{id}/{rest}"];
    expect(
      operations.post.parameters.map(({ name, in: where, required }: Record<string, unknown>) => [
        name,
        where,
        required,
      ]),
    ).toEqual([
      ["id", "path", true],
      ["rest", "path", true],
      ["hours", "query", true],
      ["kind", "query", false],
    ]);
    expect(operations.post.security).toEqual([{ bearer: [] }, { apiKey: [] }]);
    expect(operations.delete.responses["204"]).toBeDefined();
    expect(JSON.stringify(description)).not.toContain("$defs");
    expect(Object.keys(description.paths)).toContain("/openapi.json");
  });

  test("has a page for whoever opens it in a browser, which loads and runs nothing", async () => {
    const answer = await fetch(`${server.url}/`);
    const page = await answer.text();
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page).toContain(`OPENAI_BASE_URL=${server.url}/v1`);
    expect(page).toContain("/trees/{id}/{rest...}");
    expect(page).not.toMatch(/<script|<img|<link/);
  });
});

describe("/admin/events", () => {
  const follow = (signal?: AbortSignal) =>
    fetch(`${server.url}/admin/events`, { headers: ADMIN, ...(signal && { signal }) });

  test("tells what happens, in order, to everybody who watches", async () => {
    expect(events.watched).toBe(false);
    const watchers = await Promise.all([follow(), follow()]);
    expect(events.watched).toBe(true);
    events.tell({ type: "started", id: "req_1", keyId: "k1", api: "chat", model: "auto", stream: true });
    events.tell({ type: "provider", provider: "zai", up: false, reason: "timeout" });
    events.close();
    events.tell({ type: "config", accepted: true, reason: undefined });
    expect((await follow()).status).toBe(503);
    for (const { body } of watchers) {
      const heard = [];
      const parsed = body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const event of parsed ?? []) heard.push([event.id, event.event, JSON.parse(event.data)]);
      expect(heard).toEqual([
        ["1", "started", expect.objectContaining({ id: "req_1", model: "auto", at: expect.any(Number) })],
        ["2", "provider", expect.objectContaining({ provider: "zai", up: false })],
      ]);
    }
  });

  test("forgets whoever has gone", async () => {
    const away = new AbortController();
    await follow(away.signal);
    away.abort();
    await vi.waitFor(() => expect(events.watched).toBe(false));
  });

  test("lets go of whoever reads too slowly, and keeps little for it", async () => {
    const request = httpGet(`${server.url}/admin/events`, { headers: ADMIN });
    const [slow] = (await once(request, "response")) as [IncomingMessage];
    slow.pause();
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; events.watched && count < 200_000; count++) {
      events.tell({ type: "first-byte", id: `req_${count}`, provider: "x".repeat(500), ms: 1 });
      if (count % 100 === 0) await sleep(0);
    }
    expect(events.watched).toBe(false);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
    const heard = (await slow.toArray()).join("");
    expect(heard).toMatch(/: you read too slowly; connect again\n\n$/);
  });

  test("is for so many and no more", async () => {
    await Promise.all(Array.from({ length: 32 }, () => follow()));
    const answer = await follow();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
    await answer.body?.cancel();
  });
});
