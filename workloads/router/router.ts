import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../kit/index.ts";
import { keyRoutes, usageRoutes } from "./admin/index.ts";
import { LiveConfig, type RouterConfig } from "./config/index.ts";
import { type Database, openDatabase } from "./database/index.ts";
import {
  Assistant,
  Gateway,
  gatewayRoutes,
  InnerModels,
  toolRoutes,
  underWayRoutes,
  Workshop,
} from "./gateway/index.ts";
import { type Route, type Server, serve } from "./http/index.ts";
import { Keyring, KeyStore, LimitBook, LimitExchange } from "./keys/index.ts";
import { Memory } from "./memory/index.ts";
import { Events, Metrics, openTraces, type Service, serviceRoutes } from "./metrics/index.ts";
import { observe } from "./observe.ts";
import { Holds, type Provider, Providers, providerRoutes } from "./providers/index.ts";
import { RoutingTable } from "./routing/index.ts";
import type { Settings } from "./settings.ts";
import { tidyWhenIdle } from "./tidy.ts";
import { AuditLog } from "./tools/audit-log.ts";
import { DiskLedger } from "./usage/index.ts";

export interface Router {
  readonly url: string;
  /** Reads providers.yaml anew. */
  reload(): Promise<void>;
  /** Lets what is running come to its end first. */
  close(): Promise<void>;
}

/** All parts, put together. Serves as soon as it can listen: the database may come later. */
export async function startRouter(settings: Settings, log: Log, version: string): Promise<Router> {
  const live = await LiveConfig.read(settings.config);
  const folder = settings.dataDir;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = openDatabase({ url: settings.databaseUrl, folder, log });
  const ledger = new DiskLedger({ folder, database, log });
  const keyring = new Keyring({ database, folder, adminKey: settings.adminKey, log });
  const limiter = new LimitBook();
  const exchange = new LimitExchange({ book: limiter, database, ledger, log });

  const events = new Events();
  const providers: Providers = new Providers(live.current, {
    changed: () => {
      table = tableNow();
    },
    turned: (provider) => tellTurn(provider, events, log),
  });
  const tableNow = () => new RoutingTable(providers.list, live.current.aliases);
  let table = tableNow();
  const metrics = new Metrics({
    knowsModel: (name) => table.models.has(name) || table.aliases.has(name),
    providers: () => providers.list.map(readingOf),
  });
  const traces = await openTraces({ endpoint: settings.traces, version, log });
  const gateway = new Gateway({
    config: () => live.current,
    table: () => table,
    limiter,
    observer: observe({ ledger, metrics, events, traces }),
    log,
  });
  const models = new InnerModels(gateway, () => table);
  const memory = new Memory({ folder, database, models, settings: live.current.memory, log });
  const audits = new AuditLog(database, log);
  const workshop = new Workshop(audits.record, log);
  await workshop.equip(live.current.tools, live.file);
  gateway.assistant = new Assistant({ models, memory, workshop, keepAlive: () => live.current.keepAlive });
  const holds = new Holds(providers, database);

  let server: Server | undefined;
  const service: Service = {
    metrics,
    events,
    version,
    metricsAccess: settings.metricsAccess,
    notReady: () => (server?.draining ? ["the router is about to stop"] : []),
    config: () => withoutSecrets(live.current),
    routes: () => routes,
  };
  const routes: Route[] = [
    ...serviceRoutes(service),
    ...gatewayRoutes(gateway, () => table),
    ...toolRoutes(workshop, models),
    ...underWayRoutes(gateway.watch),
    ...onceReady(database, [
      ...memory.routes,
      ...keyRoutes({ store: new KeyStore(database), keyring }),
      ...usageRoutes(database),
    ]),
    ...providerRoutes({ providers, announce: (name, reason) => holds.announce(name, reason) }),
  ];
  server = await serve({
    routes,
    settings,
    authenticate: (request) => keyring.identify(request),
    refused: (fault) => metrics.refused(fault),
    log,
  });
  live.watch({
    changed(config) {
      providers.reconfigure(config);
      void workshop.equip(config.tools, live.file);
      events.tell({ type: "config", accepted: true, reason: undefined });
      log.info({ providers: config.providers.length }, "providers.yaml has changed, and is in force");
    },
    refused(error) {
      events.tell({ type: "config", accepted: false, reason: error.message });
      log.error(
        { reason: error.message },
        "providers.yaml cannot be used; what was read before stays in force",
      );
    },
  });

  const stopTidying = tidyWhenIdle(() => gateway.watch.size === 0);

  return {
    url: server.url,
    reload: () => live.reload(),
    async close() {
      live.close();
      stopTidying();
      events.close();
      await server.close();
      await providers.close();
      holds.close();
      await Promise.all([memory.close(), workshop.close(), audits.close()]);
      exchange.close();
      await keyring.close();
      await traces?.close();
      await ledger.close();
      await database.close();
    },
  };
}

/** As long as an embedded database takes to start on a slow machine. */
const PATIENCE_MS = 15_000;

/** Who comes as soon as the router serves is made to wait for its database, not sent away. */
function onceReady({ ready }: Database, routes: readonly Route[]): Route[] {
  const settled = Promise.race([ready, sleep(PATIENCE_MS, undefined, { ref: false })]);
  return routes.map((route) => ({
    ...route,
    async handle(call) {
      await settled;
      return route.handle(call);
    },
  }));
}

function tellTurn({ name, health }: Provider, events: Events, log: Log): void {
  if (!health) return;
  events.tell({ type: "provider", provider: name, up: health.up, reason: health.reason });
  if (health.up) log.info({ provider: name }, "a provider is there");
  else log.warn({ provider: name, reason: health.reason }, "a provider is away");
}

function readingOf({ name, health, breaker, slots }: Provider) {
  return { name, up: health?.up, breaker: breaker.state, running: slots.taken, queued: slots.waiting };
}

function withoutSecrets({ providers, tools, ...rest }: RouterConfig) {
  return {
    ...rest,
    providers: providers.map(({ apiKey, headers, baseUrl, manager, ...shown }) => ({
      ...shown,
      manager: manager && { at: new URL(manager.at).origin, model: manager.model },
      baseUrl: new URL(baseUrl).origin + new URL(baseUrl).pathname,
      hasKey: apiKey !== undefined,
      headers: Object.keys(headers),
    })),
    // What starts an MCP server, and what it is sent, may hold secrets as well.
    tools: tools && { ...tools, mcp: Object.keys(tools.mcp) },
  };
}
