import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Caller } from "../keys/caller.ts";
import type { Log } from "../log.ts";
import { sendFault, sendJson, sendNothing } from "./answer.ts";
import { readBody, waiting } from "./body.ts";
import { type Ground, RequestCall } from "./call.ts";
import { checked, queryOf } from "./check.ts";
import { Fault } from "./fault.ts";
import { allowPreflight, readOrigins } from "./origins.ts";
import { parseJson } from "./parse.ts";
import { refuseUnreadable } from "./refusal.ts";
import { type Route, sent } from "./route.ts";
import { type Match, Routes } from "./routes.ts";

export interface ServerSettings {
  host: string;
  port: number;
  /** In bytes, of a body that the server reads for a route. */
  bodyLimit: number;
  corsOrigins: readonly string[];
  trustedProxies: number;
  maxConnections: number;
  /** How long what is running may go on once the server closes. */
  drainSeconds: number;
}

export interface Serving {
  routes: readonly Route[];
  settings: ServerSettings;
  /** Throws a Fault where the request shows no valid key. */
  authenticate(request: IncomingMessage): Caller;
  log: Log;
}

export interface Server {
  readonly url: string;
  readonly address: AddressInfo;
  /** From the moment that it closes: for readiness. */
  readonly draining: boolean;
  /** Lets what is running come to its end, for `drainSeconds` at most. */
  close(): Promise<void>;
}

const limits = {
  maxHeaderSize: 32 * 1024,
  /** From the first byte of a request to the last of its headers. */
  headersTimeout: 15_000,
  /** The same to the last byte of its body, however steadily it comes. */
  requestTimeout: 300_000,
  connectionsCheckingInterval: 2_000,
  /** Longer than proxies keep theirs (cloudflared 90 s, nginx and load balancers 60): never ours to close first. */
  keepAliveTimeout: 120_000,
  // Finds clients whose machine is gone without a word, so that their streams end.
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
};

export async function serve({ routes, settings, authenticate, log }: Serving): Promise<Server> {
  const table = new Routes(routes);
  const ground: Ground = {
    authenticate,
    origins: readOrigins(settings.corsOrigins),
    trustedProxies: settings.trustedProxies,
    draining: false,
  };
  const loud = log.isLevelEnabled("debug");

  async function listener(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = new RequestCall(request, response, ground);
    if (loud) tellOf(call, log);
    try {
      await answer(call);
    } catch (error) {
      refuse(call, error, log);
    }
  }

  async function answer(call: RequestCall): Promise<void> {
    const { url = "/", method = "GET" } = call.request;
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const match = table.find(path);
    if (method === "OPTIONS") return describe(call, match);
    if (!match) throw table.nowhere(path);
    const route = match.methods.get(method);
    if (!route) return notAllowed(call, match, path);
    if (route.access !== "open") admit(call, route);
    if (match.params) call.params = match.params;
    if (route.query) call.query = checked(route.query, queryOf(mark < 0 ? "" : url.slice(mark)));
    if (route.body) {
      call.body = checked(route.body, parseJson(await readBody(call.request, settings.bodyLimit)));
    }
    const value = await route.handle(call);
    if (value === sent) return;
    if (value === undefined) sendNothing(call);
    else sendJson(call, 200, JSON.stringify(value));
  }

  const server = createServer(limits, listener);
  server.maxConnections = settings.maxConnections;
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    listener(request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => refuseUnreadable(error, socket));
  await new Promise<void>((resolve, reject) => {
    server
      .once("error", reject)
      .listen(settings.port, settings.host, () => resolve(void server.off("error", reject)));
  });
  const address = server.address() as AddressInfo;

  async function close(): Promise<void> {
    ground.draining = true;
    const over = setTimeout(() => server.closeAllConnections(), settings.drainSeconds * 1000);
    // An answer that began before the drain leaves its connection open behind it.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    clearTimeout(over);
    clearInterval(sweep);
  }

  let closed: Promise<void> | undefined;
  return {
    url: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
    address,
    get draining() {
      return ground.draining;
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function admit(call: RequestCall, route: Route): void {
  const caller = call.authenticate();
  if (route.access === "admin" && !caller.admin) {
    throw new Fault({
      status: 403,
      kind: "permission",
      code: "admin_only",
      message: "This path is for those who look after the router. Show the admin key (ROUTER_ADMIN_KEY).",
    });
  }
}

function describe(call: RequestCall, match: Match | undefined): void {
  const methods = match?.methods.allowed ?? "OPTIONS";
  const { headers, request } = call;
  headers.push("allow", methods);
  if (headers.includes("access-control-allow-origin")) {
    allowPreflight(headers, request.headers["access-control-request-headers"], methods);
  }
  call.response.writeHead(204, headers).end();
}

function notAllowed(call: RequestCall, match: Match, path: string): void {
  const { allowed } = match.methods;
  const message = `${path} does not know ${call.request.method}. It knows ${allowed}.`;
  sendFault(call, { status: 405, kind: "invalid_request", code: "method_not_allowed", message }, [
    "allow",
    allowed,
  ]);
}

/** Renders what was thrown. What nobody foresaw is told to the log, and to the client only by its number. */
function refuse(call: RequestCall, error: unknown, log: Log): void {
  const { response } = call;
  const fault = error instanceof Fault ? error.details : undefined;
  if (!fault)
    log.error({ id: call.id, error: traceOf(error) }, "a request failed for a reason nobody foresaw");
  // Half an answer must not look like a whole one.
  if (response.headersSent) return void response.destroy();
  if (response.destroyed) return;
  sendFault(
    call,
    fault ?? {
      status: 500,
      kind: "internal",
      code: "internal_error",
      message: `The router failed, and not by your fault. Its log says why under ${call.id}.`,
    },
  );
}

/** Where it happened; what a parser says may quote what was asked, so its words are left out. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = error.stack?.slice(error.stack.indexOf("\n    at ")) ?? "";
  return `${error.name}${error instanceof SyntaxError ? "" : `: ${error.message}`}${frames}`;
}

function tellOf(call: RequestCall, log: Log): void {
  const began = performance.now();
  const { method, url = "" } = call.request;
  call.response.once("close", () => {
    const { statusCode, writableFinished } = call.response;
    const ms = Math.round(performance.now() - began);
    const status = writableFinished ? statusCode : 499;
    log.debug({ id: call.id, method, path: url.split("?")[0], from: call.address, status, ms }, "request");
  });
}
