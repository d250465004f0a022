import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { listen, patience } from "../../kit/index.ts";
import { waiting } from "./body.ts";
import { BodyBudget } from "./body-budget.ts";
import type { Ground } from "./call.ts";
import { type Dispatching, dispatcher } from "./dispatch.ts";
import type { FaultDetails } from "./fault.ts";
import { readOrigins } from "./origins.ts";
import { refuseUnreadable } from "./refusal.ts";

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
  /** Without one nobody is asked for a key, and pages in a browser are kept out by other means. */
  adminKey: string | undefined;
}

export interface Serving extends Dispatching {
  settings: ServerSettings;
}

export interface Server {
  readonly url: string;
  readonly address: AddressInfo;
  /** From the moment that it closes: for readiness. */
  readonly draining: boolean;
  /** Lets what is running come to its end, for `drainSeconds` at most. */
  close(): Promise<void>;
}

/** A thousand long conversations at once; more of them wait for each other. */
const BODIES = 160 * 1024 * 1024;

export async function serve({ settings, ...dispatching }: Serving): Promise<Server> {
  const ground: Ground = {
    authenticate: dispatching.authenticate,
    bodyLimit: settings.bodyLimit,
    bodies: new BodyBudget(BODIES),
    origins: readOrigins(settings.corsOrigins),
    trustedProxies: settings.trustedProxies,
    keyless: settings.adminKey === undefined,
    draining: false,
  };
  const dispatch = dispatcher(dispatching, ground);
  const server = createServer(patience, dispatch);
  server.maxConnections = settings.maxConnections;
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    dispatch(request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => refuseUnreadable(error, socket));
  server.on("drop", () => dispatching.refused?.(tooMany));
  const listening = await listen(server, settings);
  server.on("error", (error) =>
    dispatching.log.error({ error: error.message }, "a connection was not accepted"),
  );

  let closed: Promise<void> | undefined;
  return {
    url: listening.url,
    address: listening.address,
    get draining() {
      return ground.draining;
    },
    close() {
      ground.draining = true;
      closed ??= listening.drain(settings.drainSeconds);
      return closed;
    },
  };
}

/** Nobody reads it: a connection too many is closed unanswered. It is counted, so that somebody sees it. */
const tooMany: FaultDetails = { status: 503, kind: "overloaded", message: "There are too many connections." };
