import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Log } from "../../kit/index.ts";
import type { Usage } from "../usage/index.ts";
import { openTraces } from "./index.ts";

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number };
  attributes: { key: string; value: Record<string, unknown> }[];
}

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
  cachedTokens: undefined,
  completionTokens: 50,
  partial: false,
  cost: 1500,
  queuedMs: 0,
  firstByteMs: 300,
  totalMs: 1300,
  attempts: 2,
  why: "in VRAM",
  fault: undefined,
};

let collector: Server;
let endpoint: string;
let spans: SentSpan[];
let warned: number;
const log = {
  debug() {},
  info() {},
  error() {},
  warn: () => void warned++,
  isLevelEnabled: () => false,
} as unknown as Log;

beforeEach(async () => {
  spans = [];
  warned = 0;
  collector = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join(""));
    expect([request.url, request.headers["content-type"]]).toEqual(["/v1/traces", "application/json"]);
    spans.push(...body.resourceSpans[0].scopeSpans[0].spans);
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});

afterEach(() => {
  collector.close();
  collector.closeAllConnections();
});

const attributesOf = (span: SentSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

describe("traces", () => {
  test("are off until somebody names a collector", async () => {
    expect(await openTraces({ endpoint: undefined, version: "1", log })).toBeUndefined();
  });

  test("show a request and each attempt, below the client's span and above the provider's", async () => {
    const traces = await openTraces({ endpoint: `${endpoint}/`, version: "1", log });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const request = traces?.begin({
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
      tracestate: "house=1",
    });
    request?.attempt("zai", "glm-5").end({ status: 503, fault: "upstream_overloaded" });
    const second = request?.attempt("gaming_pc", "qwen3");
    second?.end({ status: 200, fault: undefined });
    request?.end(usage);
    await traces?.close();

    const [failed, answered, whole] = spans;
    expect(spans.map(({ name }) => name)).toEqual(["ask zai", "ask gaming_pc", "chat auto"]);
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    expect(whole?.parentSpanId).toBe("b7ad6b7169203331");
    expect([failed?.parentSpanId, answered?.parentSpanId]).toEqual([whole?.spanId, whole?.spanId]);
    expect(second?.headers).toEqual([
      "traceparent",
      `00-${traceId}-${answered?.spanId}-01`,
      "tracestate",
      "house=1",
    ]);
    expect([failed?.status.code, attributesOf(failed)["error.type"]]).toEqual([2, "upstream_overloaded"]);
    expect(attributesOf(whole)).toMatchObject({
      "gen_ai.request.model": "auto",
      "gen_ai.response.model": "qwen3",
      "gen_ai.usage.output_tokens": 50,
      "http.response.status_code": 200,
    });
  });

  test("are not sent where the client's own trace is not recorded, yet go on to the provider", async () => {
    const traces = await openTraces({ endpoint, version: "1", log });
    const request = traces?.begin({ traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00" });
    const attempt = request?.attempt("gaming_pc", "qwen3");
    expect(attempt?.headers[1]).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/);
    attempt?.end({ status: 200, fault: undefined });
    request?.end(usage);
    await traces?.close();
    expect(spans).toEqual([]);
  });

  test("cost nothing but a line in the log when the collector hangs", async () => {
    const hanging = createServer(() => {}).listen(0, "127.0.0.1");
    await once(hanging, "listening");
    const traces = await openTraces({
      endpoint: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`,
      version: "1",
      log,
    });
    traces?.begin({ traceparent: "no such thing" }).end(usage);
    const began = Date.now();
    await traces?.close();
    expect(Date.now() - began).toBeLessThan(3000);
    hanging.close();
    hanging.closeAllConnections();
  });

  test("that nobody takes are told of", async () => {
    collector.removeAllListeners("request").on("request", (_, response) => response.writeHead(400).end());
    const traces = await openTraces({ endpoint, version: "1", log });
    // As many as are sent at once, so that nobody waits for a timer.
    for (let count = 0; count < 600; count++) traces?.begin({}).end(usage);
    await vi.waitFor(() => expect(warned).toBe(1));
    await traces?.close();
    expect(warned).toBe(2);
  });
});
