import { createServer } from "node:http";
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { collectDefaultMetrics, type Registry } from "prom-client";
import { type Log, listen, patience } from "../index.ts";
import { counted } from "./counted.ts";
import { listenerOf } from "./light/index.ts";
import { noLarger } from "./no-larger.ts";

export interface Service {
  settings: { PORT: number; HOST: string; DRAIN_SECONDS: number };
  log: Log;
  /** Metrics of its own; those of the process and of what is asked come here, too. None for a door to the world. */
  registry?: Registry;
  /** Adds what it answers. */
  routes(app: Hono): void;
  /** A sentence on what it waits for; nothing while it can answer. */
  notReady?(): string | undefined;
  /** Bytes; what is larger is refused before it is read. */
  largestBody?: number;
  /** How people see that they were refused; programs, and where nothing is said everybody, see JSON. */
  refusalPage?(context: Context, refusal: { status: ContentfulStatusCode; message: string }): Response;
  /** Called after the last answer. */
  close?(): Promise<void>;
}

export interface Serving {
  readonly url: string;
  readonly log: Log;
  close(): Promise<void>;
}

const MIB = 1024 * 1024;

/** A server that tells of its health and its figures, refuses in one form, and lets answers end before it does. */
export async function serve(service: Service): Promise<Serving> {
  const { settings, log } = service;
  const listener = listenerOf(appOf(service).fetch, (error) =>
    log.error({ error: error instanceof Error ? error.stack : String(error) }, "an answer broke off"),
  );
  const server = createServer(patience, listener);
  const { url, drain } = await listen(server, { host: settings.HOST, port: settings.PORT });
  log.info({ url }, "serves");
  return {
    url,
    log,
    close: async () => {
      await drain(settings.DRAIN_SECONDS);
      await service.close?.();
    },
  };
}

function appOf({ log, registry, routes, notReady, refusalPage, largestBody = MIB }: Service): Hono {
  const app = new Hono();
  const refuse = (context: Context, status: ContentfulStatusCode, message: string) => {
    const isRead = context.req.header("accept")?.includes("text/html");
    if (refusalPage && isRead) return refusalPage(context, { status, message });
    return context.json({ error: { message } }, status);
  };
  if (registry) app.use(counted(registry));
  app.use(secureHeaders({ xFrameOptions: "DENY", referrerPolicy: "no-referrer" }));
  app.use(noLarger(largestBody));
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", (context) => {
    const reason = notReady?.();
    return reason ? context.json({ status: "waiting", reason }, 503) : context.json({ status: "ok" });
  });
  if (registry) tellFigures(app, registry);
  routes(app);
  app.notFound((context) =>
    refuse(context, 404, `There is no ${context.req.method} ${context.req.path} here.`),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.res) return error.res;
    if (error instanceof HTTPException) return refuse(context, error.status, error.message);
    // Where it happened, and not with what: a body is nobody's business here.
    log.error({ route: context.req.routePath, error: error.stack ?? String(error) }, "a request failed");
    return refuse(context, 500, "Something went wrong here; the log says what.");
  });
  return app;
}

function tellFigures(app: Hono, registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  app.get("/metrics", async (context) =>
    context.body(await registry.metrics(), 200, { "content-type": registry.contentType }),
  );
}
