import * as z from "zod";
import { Fault, type Route, route, sendJson, sent } from "../http/index.ts";
import { isForwarded } from "../keys/index.ts";
import type { Service } from "./service.ts";

/** Open is meant for a Prometheus in the same network. */
function notForTheWorld(): Fault {
  return new Fault({
    status: 403,
    kind: "permission",
    code: "admin_only",
    message: "Metrics are not for whoever comes through a proxy. Ask directly, or show the admin key.",
  });
}

/** What those need who look after the router: machines first, then people. */
export function serviceRoutes(service: Service): Route[] {
  const { metrics, events, version } = service;
  const group = "service";
  const health = z.object({ status: z.literal("ok") });
  const readiness = z.object({ status: z.literal("ready") });
  const running = z.object({
    name: z.string(),
    version: z.string(),
    node: z.string(),
    upSeconds: z.number(),
  });
  let description: string | undefined;

  return [
    route({
      method: "GET",
      path: "/healthz",
      access: "open",
      group,
      summary: "Whether the process lives.",
      answer: health,
      handle: () => ({ status: "ok" }),
    }),
    route({
      method: "GET",
      path: "/readyz",
      access: "open",
      group,
      summary: "Whether requests should be sent here; 503 with the reasons where not.",
      answer: readiness,
      handle(call) {
        const because = service.notReady();
        if (because.length === 0) return { status: "ready" };
        sendJson(call, 503, JSON.stringify({ status: "not ready", because }));
        return sent;
      },
    }),
    route({
      method: "GET",
      path: "/version",
      access: "open",
      group,
      summary: "What runs here.",
      answer: running,
      handle: () => ({
        name: "router",
        version,
        node: process.version,
        upSeconds: Math.round(process.uptime()),
      }),
    }),
    route({
      method: "GET",
      path: "/metrics",
      access: service.metricsAccess,
      group,
      summary: "Numbers for Prometheus.",
      answer: "bytes",
      async handle({ request, response, headers, caller }) {
        if (isForwarded(request) && !caller.admin) throw notForTheWorld();
        const text = await metrics.text();
        headers.push("content-type", metrics.contentType);
        response.writeHead(200, headers).end(text);
        return sent;
      },
    }),
    route({
      method: "GET",
      path: "/openapi.json",
      access: "open",
      group,
      summary: "This description.",
      answer: z.record(z.string(), z.unknown()),
      async handle(call) {
        // Few ever ask, and it brings a good part of zod along.
        const { openApi } = await import("../http/openapi.ts");
        description ??= JSON.stringify(openApi(service.routes(), { version }));
        sendJson(call, 200, description);
        return sent;
      },
    }),
    route({
      method: "GET",
      path: "/",
      access: "open",
      group,
      summary: "For a person who opens the router in a browser: what is here, and how to use it.",
      answer: "bytes",
      async handle(call) {
        const { overview } = await import("./overview.ts");
        return overview(call, service);
      },
    }),
    route({
      method: "GET",
      path: "/admin/config",
      access: "admin",
      group: "admin",
      summary: "The configuration in force, without its secrets.",
      answer: z.unknown(),
      handle: () => service.config(),
    }),
    route({
      method: "GET",
      path: "/admin/events",
      access: "admin",
      group: "admin",
      summary:
        "What happens, as events: requests, providers, configuration. Never what was asked or answered.",
      answer: "stream",
      handle(call) {
        events.follow(call);
        return sent;
      },
    }),
  ];
}
