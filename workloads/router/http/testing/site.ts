import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach } from "vitest";
import * as z from "zod";
import type { Caller } from "../../keys/caller.ts";
import { Fault, route, type Server, type Serving, sent, serve } from "../index.ts";

export const MIB = 1024 * 1024;
export const ADMIN = "an-admin-key-of-some-length";

const somebody: Caller = {
  keyId: "k1",
  name: "laptop",
  person: "ada",
  admin: false,
  models: ["*"],
  tools: [],
  limits: {},
};

export let server: Server;
export let logged: unknown[];
/** What handlers saw, by the name of the route. */
export let seen: Record<string, unknown>;

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
    handle: async (call) => ({ bytes: (await call.readBody()).length }),
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

export function serving(changes: Partial<Serving["settings"]> = {}): Serving {
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

/** A server for each test of a file, with routes that try everything. */
export function useServer(): void {
  beforeEach(async () => {
    logged = [];
    seen = {};
    server = await serve(serving());
  });

  afterEach(() => server.close());
}

export const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers });
export const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { method: "POST", body, headers });

/** Everything that comes back on one connection for what is sent as it stands. */
export async function raw(...pieces: (string | number)[]): Promise<string> {
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

export function open(): Socket {
  return connect(server.address.port, "127.0.0.1");
}

export async function problem(answer: Response) {
  const { error } = (await answer.json()) as {
    error: { message: string; type: string; param?: string; code?: string };
  };
  return error;
}
