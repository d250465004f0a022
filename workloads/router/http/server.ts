import {
  createServer,
  type IncomingMessage,
  type Server as NodeServer,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { SettingsProblem } from "../settings.ts";
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

const limits = {
  maxHeaderSize: 32 * 1024,
  /** From the first byte of a request to the last of its headers. */
  headersTimeout: 10_000,
  /** The same to the last byte of its body, however steadily it comes. */
  requestTimeout: 300_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than proxies keep theirs (cloudflared 90 s, nginx and load balancers 60): never ours to close first. */
  keepAliveTimeout: 120_000,
  // Finds clients whose machine is gone without a word, so that their streams end.
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
};

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
  const server = createServer(limits, dispatch);
  server.maxConnections = settings.maxConnections;
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    dispatch(request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => refuseUnreadable(error, socket));
  server.on("drop", () => dispatching.refused?.(tooMany));
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const address = await listen(server, settings);
  server.on("error", (error) =>
    dispatching.log.error({ error: error.message }, "a connection was not accepted"),
  );

  let closed: Promise<void> | undefined;
  return {
    url: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
    address,
    get draining() {
      return ground.draining;
    },
    close() {
      ground.draining = true;
      closed ??= drain(server, sockets, settings.drainSeconds);
      return closed;
    },
  };
}

/** Nobody reads it: a connection too many is closed unanswered. It is counted, so that somebody sees it. */
const tooMany: FaultDetails = { status: 503, kind: "overloaded", message: "There are too many connections." };

async function listen(server: NodeServer, { host, port }: ServerSettings): Promise<AddressInfo> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host, port }, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    const reason = reasons[code] ?? `cannot be listened on (${code})`;
    throw new SettingsProblem([`PORT ${port} on HOST ${host} ${reason}.`]);
  }
  return server.address() as AddressInfo;
}

const reasons: Record<string, string> = {
  EADDRINUSE: "is taken by another program; stop that, or write another PORT",
  EACCES: "is only for root; write a PORT from 1024 on",
  EADDRNOTAVAIL: "is no address of this machine; write 127.0.0.1, or 0.0.0.0 for all",
  ENOTFOUND: "is no name that is known here; write an address, such as 127.0.0.1",
};

async function drain(server: NodeServer, sockets: ReadonlySet<Socket>, seconds: number): Promise<void> {
  const over = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  // An answer that began before the drain leaves its connection open behind it.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  // Browsers connect before they ask. To node:http such a connection is not idle: it waits for a first request.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(over);
  clearInterval(sweep);
}
