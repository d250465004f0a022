import { setTimeout as sleep } from "node:timers/promises";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from "fastify";
import { ApiError, type Emulator } from "./emulator.ts";
import type { Faults, Harm } from "./faults.ts";
import type { Store } from "./store.ts";

declare module "fastify" {
  interface FastifyRequest {
    harm: Harm | undefined;
  }
}

export interface Serving<Seed> {
  emulator: Emulator<Seed>;
  seed: Seed;
  store: Store;
  faults: Faults;
  /** Where a line about each request goes: never a body, for bodies hold secrets. */
  log: (line: string) => void;
  tls?: { key: string; cert: string };
}

/** The server of one emulator: the vendor's paths, with faults before them and the journal after them. */
export async function serverOf<Seed>(serving: Serving<Seed>): Promise<FastifyInstance> {
  const { emulator, seed, store, faults, log, tls } = serving;
  const options = {
    bodyLimit: 64 * 2 ** 20,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  };
  const app = (tls ? Fastify({ ...options, https: tls }) : Fastify(options)) as unknown as FastifyInstance;

  app.decorateRequest("harm", undefined);
  app.addHook("onRequest", async (request, reply) => {
    const harm = faults.meet(request.method, pathOf(request));
    request.harm = harm;
    if (harm?.kind === "slow") await sleep(harm.ms);
    if (harm?.kind === "cut" && harm.when === "before") return cut(request, reply);
    if (harm?.kind !== "status") return;
    if (harm.retryAfter !== undefined) reply.header("retry-after", harm.retryAfter);
    throw new ApiError(harm.status, "a fault that is switched on in the sandbox");
  });
  app.addHook("onRoute", (route) => {
    const handler = route.handler;
    route.handler = function (request, reply) {
      const { harm } = request;
      const lag = harm?.kind === "stale" && request.method === "GET" ? harm.ms : 0;
      return store.lagging(lag, () => handler.call(this, request, reply));
    };
  });
  app.addHook("onSend", async (request, reply, payload) => {
    store.flush();
    if (request.harm?.kind === "cut" && request.harm.when === "after") cut(request, reply);
    return payload;
  });
  app.addHook("onResponse", async (request, reply) => {
    log(`${request.method} ${pathOf(request)} ${reply.statusCode} ${Math.round(reply.elapsedTime)}ms`);
  });
  app.setErrorHandler((error: FastifyError | ApiError, _, reply) => {
    const status = error instanceof ApiError ? error.status : (error.statusCode ?? 500);
    if (status === 500 && !(error instanceof ApiError)) log(`bug: ${error.stack}`);
    const details = error instanceof ApiError ? error.details : undefined;
    return reply.status(status).send(emulator.errorBody(status, error.message, details));
  });
  app.setNotFoundHandler((request) => {
    throw new ApiError(404, `${request.method} ${pathOf(request)} is not a path of this API`);
  });

  emulator.plant(store, seed);
  store.flush();
  emulator.routes(app, store, seed);
  return app;
}

/** Without the query: it may hold a token. */
function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

function cut(request: FastifyRequest, reply: { hijack(): unknown }): void {
  reply.hijack();
  request.raw.socket.destroy();
}
