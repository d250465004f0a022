import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { Histogram, type Registry } from "prom-client";

/** How many were answered, how, and how fast; by the route, for there are endlessly many addresses. */
export function counted(registry: Registry): MiddlewareHandler {
  const seconds = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time until an answer began, by route and status.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return async (context, next) => {
    const end = seconds.startTimer();
    await next();
    const route = matchedRoutes(context).findLast(({ path }) => !path.endsWith("*"))?.path ?? "none";
    end({ method: context.req.method, route, status: String(context.res.status) });
  };
}
