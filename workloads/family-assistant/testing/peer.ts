import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";

/** Another program, which can be away for a while. */
export interface Peer {
  url: string;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function listening(app: Hono): Promise<Peer> {
  let server: Server | undefined;
  let port = 0;
  const comeBack = async () => {
    server = createServer(getRequestListener(app.fetch));
    const opened = server;
    await new Promise<void>((resolve) => opened.listen(port, "127.0.0.1", resolve));
    port = (opened.address() as AddressInfo).port;
  };
  const leave = async () => {
    const closing = server;
    server = undefined;
    closing?.closeAllConnections();
    if (closing) await new Promise((resolve) => closing.close(resolve));
  };
  await comeBack();
  return { url: `http://127.0.0.1:${port}`, leave, comeBack };
}
