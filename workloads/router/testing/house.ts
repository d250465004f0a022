import pino from "pino";
import { parseConfig } from "../config/index.ts";
import { Gateway, gatewayRoutes, InnerModels } from "../gateway/index.ts";
import { serve } from "../http/index.ts";
import type { Caller } from "../keys/caller.ts";
import { Providers } from "../providers/index.ts";
import { RoutingTable } from "../routing/index.ts";
import type { Usage } from "../usage/usage.ts";

export const somebody: Caller = {
  keyId: "key_1",
  name: "somebody",
  person: "somebody",
  admin: false,
  models: ["*"],
  tools: [],
  limits: {},
};

/** The gateway behind its real server, without keys and a database. */
export interface House {
  url: string;
  usage: Usage[];
  providers: Providers;
  models: InnerModels;
  close(): Promise<void>;
}

export interface HouseOptions {
  /** By who asks, where that matters: the bearer token is the name. */
  callers?: Record<string, Caller>;
}

/** `yaml`: providers.yaml. */
export async function house(yaml: string, { callers = {} }: HouseOptions = {}): Promise<House> {
  const log = pino({ level: "silent" });
  const config = parseConfig(yaml, "providers.yaml");
  const tableNow = () => new RoutingTable(providers.list, config.aliases);
  const providers: Providers = new Providers(config, {
    changed: () => {
      table = tableNow();
    },
    turned: () => {},
  });
  let table = tableNow();
  const usage: Usage[] = [];
  const gateway = new Gateway({
    config: () => config,
    table: () => table,
    limiter: { admit: () => ({ settle: () => {} }) },
    observer: {
      trace: () => undefined,
      started: () => {},
      answering: () => {},
      ended: (_ask, one) => usage.push(one),
    },
    log,
  });
  const server = await serve({
    routes: gatewayRoutes(gateway, () => table),
    settings: {
      host: "127.0.0.1",
      port: 0,
      bodyLimit: 4 * 2 ** 20,
      corsOrigins: [],
      trustedProxies: 0,
      maxConnections: 10_000,
      drainSeconds: 5,
      adminKey: undefined,
    },
    authenticate: ({ headers }) => callers[headers.authorization?.replace("Bearer ", "") ?? ""] ?? somebody,
    log,
  });
  return {
    url: server.url,
    usage,
    providers,
    models: new InnerModels(gateway, () => table),
    async close() {
      await server.close();
      await providers.close();
    },
  };
}
