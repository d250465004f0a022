import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { SettingsProblem } from "./settings.ts";

/** How long a server waits for a client before it gives up on it. */
export const patience = {
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

export interface Listening {
  readonly url: string;
  readonly address: AddressInfo;
  /** Lets what is running come to its end, for so many seconds at most. */
  drain(seconds: number): Promise<void>;
}

/** Throws a SettingsProblem where nobody can be heard there. */
export async function listen(server: Server, at: { host: string; port: number }): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await open(server, at);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
    address,
    drain: (seconds) => drain(server, sockets, seconds),
  };
}

async function open(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
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
}

const reasons: Record<string, string> = {
  EADDRINUSE: "is taken by another program; stop that, or write another PORT",
  EACCES: "is only for root; write a PORT from 1024 on",
  EADDRNOTAVAIL: "is no address of this machine; write 127.0.0.1, or 0.0.0.0 for all",
  ENOTFOUND: "is no name that is known here; write an address, such as 127.0.0.1",
};

async function drain(server: Server, sockets: ReadonlySet<Socket>, seconds: number): Promise<void> {
  const over = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  // An answer that began before the drain leaves its connection open behind it.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  // Browsers connect before they ask. To node:http such a connection is not idle: it waits for a first request.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(over);
  clearInterval(sweep);
}
