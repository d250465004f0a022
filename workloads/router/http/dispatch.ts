import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../../kit/index.ts";
import type { Caller } from "../keys/caller.ts";
import { sendFault, sendJson, sendNothing } from "./answer.ts";
import { type Ground, RequestCall } from "./call.ts";
import { checked, queryOf } from "./check.ts";
import { Fault, type FaultDetails } from "./fault.ts";
import { refuseForeign } from "./foreign.ts";
import { allowPreflight } from "./origins.ts";
import { parseJson } from "./parse.ts";
import { type Route, sent } from "./route.ts";
import { type Match, Routes } from "./routes.ts";

export interface Dispatching {
  routes: readonly Route[];
  /** Throws a Fault where the request shows no valid key. */
  authenticate(request: IncomingMessage): Caller;
  /** Told of every request that ends in a Fault. */
  refused?(fault: FaultDetails): void;
  log: Log;
}

/** Brings each request to its route, and what comes back or is thrown to the client. */
export function dispatcher({ routes, refused, log }: Dispatching, ground: Ground) {
  const table = new Routes(routes);
  const loud = log.isLevelEnabled("debug");

  async function answer(call: RequestCall): Promise<void> {
    const { method = "GET", url: target = "/" } = call.request;
    const url = target.startsWith("/") ? target : originForm(target);
    refuseForeign(call.request, ground);
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const match = table.find(path);
    if (method === "OPTIONS") return describe(call, match);
    if (!match) throw table.nowhere(path);
    const route = match.methods.get(method);
    if (!route) throw new NotAllowed(path, method, match.methods.allowed);
    if (route.access !== "open") admit(call, route);
    if (match.params) call.params = match.params;
    if (route.query) call.query = checked(route.query, queryOf(mark < 0 ? "" : url.slice(mark)));
    if (route.body) {
      call.body = checked(route.body, parseJson(await call.readBody()));
    }
    const value = await route.handle(call);
    if (value === sent) return;
    if (value === undefined) sendNothing(call);
    else sendJson(call, 200, JSON.stringify(value));
  }

  /** What nobody foresaw is told to the log, and to the client only by its number. */
  function refuse(call: RequestCall, error: unknown): void {
    const { id, response } = call;
    if (!(error instanceof Fault)) {
      log.error({ id, error: traceOf(error) }, "a request failed for a reason nobody foresaw");
    }
    const fault = error instanceof Fault ? error.details : unforeseen(id);
    refused?.(fault);
    // Half an answer must not look like a whole one.
    if (response.headersSent) response.destroy();
    if (response.destroyed) return;
    sendFault(call, fault, error instanceof NotAllowed ? ["allow", error.allowed] : []);
  }

  /** Without a listener, a handler that writes after its answer's end would end the process with it. */
  function unwritten(error: Error): void {
    log.error({ error: traceOf(error) }, "an answer could not be written");
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = new RequestCall(request, response, ground);
    response.on("error", unwritten);
    if (loud) tellOf(call, log);
    try {
      await answer(call);
    } catch (error) {
      refuse(call, error);
    }
  };
}

function admit(call: RequestCall, route: Route): void {
  const caller = call.authenticate();
  if (route.access === "key" || caller.admin) return;
  throw new Fault({
    status: 403,
    kind: "permission",
    code: "admin_only",
    message: "This path is for those who look after the router. Show the admin key (ROUTER_ADMIN_KEY).",
  });
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

class NotAllowed extends Fault {
  readonly allowed: string;

  constructor(path: string, method: string, allowed: string) {
    const message = `${path} does not know ${method}. It knows ${allowed}.`;
    super({ status: 405, kind: "invalid_request", code: "method_not_allowed", message });
    this.allowed = allowed;
  }
}

/** Some proxies write the whole address where others write its path. */
function originForm(target: string): string {
  if (!URL.canParse(target)) return target;
  const { pathname, search } = new URL(target);
  return pathname + search;
}

function unforeseen(id: string): FaultDetails {
  return {
    status: 500,
    kind: "internal",
    code: "internal_error",
    message: `The router failed, and not by your fault. Its log says why under ${id}.`,
  };
}

/** Where it happened; what a parser says may quote what was asked, so its words are left out. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = error.stack?.slice(error.stack.indexOf("\n    at ")) ?? "";
  return `${error.name}${error instanceof SyntaxError ? "" : `: ${error.message}`}${frames}`;
}

function tellOf(call: RequestCall, log: Log): void {
  const began = performance.now();
  call.response.once("close", () => {
    const { method, url = "" } = call.request;
    const { statusCode, writableFinished } = call.response;
    const status = writableFinished ? statusCode : 499;
    const ms = Math.round(performance.now() - began);
    log.debug({ id: call.id, method, path: url.split("?", 1)[0], from: call.address, status, ms }, "request");
  });
}
