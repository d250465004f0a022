import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { Client } from "undici";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import type { Caller } from "../keys/caller.ts";
import { Fault, readBody, route, type Server, type Serving, sent, serve } from "./index.ts";

const ADMIN = "an-admin-key-of-some-length";
const MIB = 1024 * 1024;

const somebody: Caller = {
  keyId: "k1",
  name: "laptop",
  person: "ada",
  admin: false,
  models: ["*"],
  tools: [],
  limits: {},
};

let server: Server;
let logged: unknown[];
/** What handlers saw, by the name of the route. */
let seen: Record<string, unknown>;

const settings = {
  host: "127.0.0.1",
  port: 0,
  bodyLimit: MIB,
  corsOrigins: ["https://chat.example.org"],
  trustedProxies: 0,
  maxConnections: 1000,
  drainSeconds: 5,
  adminKey: ADMIN,
};

const common = { group: "test", summary: "", answer: z.unknown(), access: "open" } as const;

const routes = [
  route({ ...common, method: "GET", path: "/hello", handle: () => ({ hello: "you" }) }),
  route({
    ...common,
    method: "GET",
    path: "/who",
    handle: ({ caller, address }) => ({ who: caller.name, address }),
  }),
  route({ ...common, method: "GET", path: "/keyed", access: "key", handle: ({ caller }) => caller.name }),
  route({
    ...common,
    method: "DELETE",
    path: "/admin/keys/{id}",
    access: "admin",
    handle: ({ params }) => note("id", params.id),
  }),
  route({ ...common, method: "GET", path: "/v1/models/{model...}", handle: ({ params }) => params }),
  route({
    ...common,
    method: "GET",
    path: "/series",
    query: z.strictObject({ hours: z.coerce.number().max(24).default(1) }),
    handle: ({ query }) => query,
  }),
  route({
    ...common,
    method: "POST",
    path: "/named",
    body: z.object({ name: z.string(), tags: z.array(z.object({ tag: z.string() })).optional() }),
    handle: ({ body }) => body,
  }),
  route({ ...common, method: "POST", path: "/v1/messages", handle: () => fail("rate_limit", 429) }),
  route({
    ...common,
    method: "POST",
    path: "/bytes",
    handle: async ({ request }) => ({ bytes: (await readBody(request, MIB)).length }),
  }),
  route({
    ...common,
    method: "GET",
    path: "/broken",
    handle: () => {
      throw new TypeError("secret-internals");
    },
  }),
  route({
    ...common,
    method: "GET",
    path: "/half",
    handle: async ({ response, headers }) => {
      response.writeHead(200, headers).write("half");
      await sleep(20);
      throw new Error("the other half is lost");
    },
  }),
  route({
    ...common,
    method: "GET",
    path: "/twice",
    handle: ({ response, headers }) => {
      response.writeHead(200, headers).end("once");
      response.write("twice");
      return sent;
    },
  }),
  route({
    ...common,
    method: "GET",
    path: "/stream",
    handle: async ({ response, headers, signal }) => {
      note("signal", signal);
      response.writeHead(200, headers);
      for (let count = 0; count < 10 && !signal.aborted; count++) {
        response.write(`data: ${count}\n\n`);
        await sleep(30);
      }
      response.end("data: [DONE]\n\n");
      return sent;
    },
  }),
];

function note(name: string, value: unknown): undefined {
  seen[name] = value;
}

function fail(kind: "rate_limit", status: number): never {
  throw new Fault({ kind, status, message: "Too many. Wait.", retryAfter: 1.2 });
}

function serving(changes: Partial<Serving["settings"]> = {}): Serving {
  const log = (level: string) => (facts: unknown, said?: unknown) => logged.push([level, facts, said]);
  return {
    routes,
    settings: { ...settings, ...changes },
    authenticate({ headers }) {
      if (headers.authorization === `Bearer ${ADMIN}`) return { ...somebody, name: "admin", admin: true };
      if (headers.authorization === "Bearer key") return somebody;
      throw new Fault({ status: 401, kind: "authentication", message: "Show a key." });
    },
    log: {
      debug: log("debug"),
      info: log("info"),
      warn: log("warn"),
      error: log("error"),
      isLevelEnabled: () => false,
    } as Serving["log"],
  };
}

beforeEach(async () => {
  logged = [];
  seen = {};
  server = await serve(serving());
});

afterEach(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { method: "POST", body, headers });

/** Everything that comes back on one connection for what is sent as it stands. */
async function raw(...pieces: (string | number)[]): Promise<string> {
  const socket = open();
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  socket.on("error", () => {});
  for (const piece of pieces) {
    if (typeof piece === "number") await sleep(piece);
    else socket.write(piece);
  }
  if (!socket.closed) await once(socket, "close");
  return heard;
}

function open(): Socket {
  return connect(server.address.port, "127.0.0.1");
}

async function problem(answer: Response) {
  const { error } = (await answer.json()) as {
    error: { message: string; type: string; param?: string; code?: string };
  };
  return error;
}

describe("a route", () => {
  test("gets its parameters, its query and its body, each checked", async () => {
    expect(await (await get("/hello")).json()).toEqual({ hello: "you" });
    expect(await (await get("/series?hours=3")).json()).toEqual({ hours: 3 });
    expect(await (await post("/named", '{"name":"n"}')).json()).toEqual({ name: "n" });
    expect(await (await get("/v1/models/Qwen/Qwen3-8B")).json()).toEqual({ model: "Qwen/Qwen3-8B" });
    expect(await (await get("/v1/models/Qwen%2FQwen3-8B")).json()).toEqual({ model: "Qwen/Qwen3-8B" });
    const gone = await fetch(`${server.url}/admin/keys/a%20b`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ADMIN}` },
    });
    expect([gone.status, seen.id]).toEqual([204, "a b"]);
  });

  test("is told to those who miss it by a letter, by its method, or by an odd address", async () => {
    const missed = await get("/helo");
    expect([missed.status, (await problem(missed)).message]).toEqual([
      404,
      "There is nothing at /helo. Did you mean /hello?",
    ]);
    const wrong = await post("/hello", "{}");
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await get("/admin/keys/%zz")).status).toBe(400);
    expect(
      await raw(`GET http://any.example/hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    ).toContain("you");
  });

  test("answers HEAD without a body and OPTIONS with its methods", async () => {
    const head = await fetch(`${server.url}/hello`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "15", ""]);
    const options = await fetch(`${server.url}/hello`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    expect(options.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("lets in whom it is for", async () => {
    expect((await get("/keyed")).status).toBe(401);
    expect((await get("/keyed")).headers.get("www-authenticate")).toContain("Bearer");
    expect(await (await get("/keyed", { authorization: "Bearer key" })).json()).toBe("laptop");
    const refused = await fetch(`${server.url}/admin/keys/1`, {
      method: "DELETE",
      headers: { authorization: "Bearer key" },
    });
    expect([refused.status, seen.id]).toEqual([403, undefined]);
    expect(await (await get("/who")).json()).toMatchObject({ who: "anonymous" });
    expect(await (await get("/who", { authorization: "Bearer key" })).json()).toMatchObject({
      who: "laptop",
    });
  });
});

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
    expect(said).not.toMatch(/secret-internals|server\.test/);
    const id = answer.headers.get("x-request-id");
    expect(logged).toEqual([
      ["error", { id, error: expect.stringMatching(/secret-internals.*server\.test/s) }, expect.any(String)],
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

describe("a body", () => {
  test("may begin with a mark of its encoding, and cannot reach prototypes", async () => {
    const body = '\ufeff{"name":"n","__proto__":{"admin":true},"__proto__":{"admin":true}}';
    expect((await post("/named", body)).status).toBe(200);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("is unpacked up to the limit", async () => {
    const packed = (bytes: number) =>
      post("/bytes", gzipSync(Buffer.alloc(bytes)), { "content-encoding": "gzip" });
    expect(await (await packed(MIB)).json()).toEqual({ bytes: MIB });
    expect((await packed(MIB + 1)).status).toBe(413);
    expect((await post("/bytes", "plain", { "content-encoding": "gzip" })).status).toBe(400);
    const odd = await post("/bytes", "x", { "content-encoding": "compress" });
    expect([odd.status, (await problem(odd)).message]).toEqual([
      415,
      expect.stringContaining("gzip, deflate, br"),
    ]);
  });

  test("comes whole however it is cut", async () => {
    const head = "POST /bytes HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    expect(await raw(`${head}content-length: 10\r\n\r\n`, 10, "01234", 10, "56789")).toContain(
      '{"bytes":10}',
    );
    expect(
      await raw(`${head}transfer-encoding: chunked\r\n\r\n`, "3\r\n012\r\n", 10, "2\r\n34\r\n0\r\n\r\n"),
    ).toContain('{"bytes":5}');
    expect(await (await post("/bytes", Buffer.alloc(MIB))).json()).toEqual({ bytes: MIB });
  });

  test.each([
    ["that says how long it is", { "content-length": String(50 * MIB) }],
    ["that does not say how long it is", {}],
  ])(
    "of 50 MB %s is refused with an answer that its sender can read, and is not kept",
    async (_, headers) => {
      const piece = Buffer.alloc(64 * 1024);
      const before = process.memoryUsage.rss();
      for (let count = 0; count < 4; count++) {
        const request = httpRequest(`${server.url}/bytes`, { method: "POST", headers });
        const answered = once(request, "response");
        for (let sum = 0; sum < 50 * MIB; sum += piece.length) request.write(piece);
        request.end();
        const [answer] = await answered;
        expect([answer.statusCode, answer.headers.connection]).toEqual([413, "close"]);
        expect(String((await answer.toArray())[0])).toContain("larger than 1 MiB");
      }
      expect(process.memoryUsage.rss() - before).toBeLessThan(40 * MIB);
    },
  );

  test("is only asked for when it will be read", async () => {
    const head = "POST /bytes HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n";
    expect(await raw(`${head}content-length: 3\r\n\r\n`, 50, "abc")).toMatch(
      /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200/,
    );
    const refused = await raw(`${head}content-length: 99999999\r\n\r\n`, 50);
    expect(refused).toMatch(/^HTTP\/1.1 413/);
  });

  test("that stands still is given up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const socket = open();
      const answer = once(socket, "data");
      socket.write("POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n123");
      while (vi.getTimerCount() === 0) await new Promise(setImmediate);
      vi.advanceTimersByTime(20_000);
      socket.write("456");
      await vi
        .waitFor(() => expect(socket.bytesWritten).toBeGreaterThan(60), { interval: 1 })
        .catch(() => {});
      vi.advanceTimersByTime(30_000);
      expect(String((await answer)[0])).toMatch(/^HTTP\/1.1 408/);
      socket.destroy();
    } finally {
      vi.useRealTimers();
    }
  });

  test("whose sender has gone ends the reading of it", async () => {
    const refused: unknown[] = [];
    const other = await serve({ ...serving(), refused: (fault) => refused.push(fault.code) });
    const socket = connect(other.address.port, "127.0.0.1");
    socket.write("POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n123");
    await sleep(50);
    socket.destroy();
    await vi.waitFor(() => expect(refused).toEqual(["client_closed"]));
    await other.close();
  });
});

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

describe("a web page", () => {
  test("of a listed origin may ask and read", async () => {
    const origin = "https://chat.example.org";
    const asked = await fetch(`${server.url}/named`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-stainless-os",
      },
    });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "authorization,x-stainless-os",
      "access-control-allow-methods": "POST, OPTIONS",
      vary: "origin",
    });
    const answer = await post("/named", '{"name":"n"}', { origin });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
    const refused = await get("/nowhere", { origin });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([404, origin]);
  });

  test("of any other may neither read nor act", async () => {
    const origin = "https://chat.example.org.evil.example";
    expect((await get("/hello", { origin })).headers.get("access-control-allow-origin")).toBeNull();
    const acting = await post("/named", '{"name":"n"}', { origin, "content-type": "text/plain" });
    expect([acting.status, (await problem(acting)).message]).toEqual([
      403,
      expect.stringContaining("ROUTER_CORS_ORIGINS"),
    ]);
    const keyed = await post("/named", '{"name":"n"}', { origin, authorization: "Bearer key" });
    expect(keyed.status).toBe(200);
  });

  test("cannot reach a router without keys by a name that points at this machine", async () => {
    const keyless = await serve(serving({ adminKey: undefined }));
    const asked = async (host: string) => {
      const request = httpRequest(`${keyless.url}/hello`, { headers: { host }, agent: false }).end();
      const [answer] = await once(request, "response");
      answer.resume();
      return answer.statusCode;
    };
    expect(await asked("rebound.evil.example")).toBe(403);
    expect(await asked("127.0.0.1.evil.example:80")).toBe(403);
    for (const own of ["localhost:8080", "127.0.0.1", "[::1]:8080", "router.localhost"])
      expect(await asked(own)).toBe(200);
    await keyless.close();
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

test("a port that is taken is named, with what to do", async () => {
  const { port } = server.address;
  await expect(serve(serving({ port }))).rejects.toThrow(
    `PORT ${port} on HOST 127.0.0.1 is taken by another program`,
  );
});

test("one connection too many is closed and counted, and the others go on", async () => {
  const refused: string[] = [];
  const small = await serve({ ...serving({ maxConnections: 2 }), refused: ({ kind }) => refused.push(kind) });
  const { port } = small.address;
  const [one, two] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  await Promise.all([once(one, "connect"), once(two, "connect")]);
  const third = connect(port, "127.0.0.1").on("error", () => {});
  await once(third, "close");
  expect(refused).toEqual(["overloaded"]);
  one.write("GET /hello HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(String((await once(one, "data"))[0])).toContain("you");
  await small.close();
});

describe("a server that closes", () => {
  test("lets every stream come to its end, and no connection outlive it", async () => {
    const streams = await Promise.all(Array.from({ length: 40 }, () => get("/stream")));
    const idle = open();
    idle.write("GET /hello HTTP/1.1\r\nhost: x\r\n\r\n");
    const silent = open();
    await Promise.all([once(idle, "data"), once(silent, "connect")]);
    const idleGone = Promise.all([once(idle, "close"), once(silent, "close")]);
    const began = Date.now();
    const closing = server.close();
    expect(server.draining).toBe(true);
    await idleGone;
    expect(Date.now() - began).toBeLessThan(250);
    await expect(get("/hello")).rejects.toThrow();
    const texts = await Promise.all(streams.map((each) => each.text()));
    for (const text of texts) expect(text).toMatch(/data: 9\n\ndata: \[DONE\]\n\n$/);
    await closing;
    expect(Date.now() - began).toBeLessThan(2000);
  });

  test("says on a connection in use that it will not be kept", async () => {
    const pending = raw(
      "GET /stream HTTP/1.1\r\nhost: x\r\n\r\n",
      150,
      "GET /hello HTTP/1.1\r\nhost: x\r\n\r\n",
    );
    await vi.waitFor(() => expect(seen.signal).toBeDefined());
    await server.close();
    expect((await pending).toLowerCase()).toMatch(/\[done\].*connection: close.*"you"/s);
  });

  test("cuts what is still running at its deadline", async () => {
    const hasty = await serve(serving({ drainSeconds: 0 }));
    const answer = await fetch(`${hasty.url}/stream`);
    await hasty.close();
    await expect(answer.text()).rejects.toThrow();
  });
});
