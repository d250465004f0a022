import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import * as z from "zod";

/** A real MCP server with good and bad manners. Started as a program, it speaks on its standard input and output. */
export function makeServer(): McpServer {
  const server = new McpServer({ name: "probe", version: "1" });
  const text = (said: string) => ({ content: [{ type: "text" as const, text: said }] });
  server.registerTool("add", { inputSchema: { a: z.number(), b: z.number() } }, ({ a, b }) =>
    text(String(a + b)),
  );
  server.registerTool("issues.list", {}, () => text("none"));
  server.registerTool("fail", {}, () => ({ ...text("it is broken"), isError: true }));
  server.registerTool("die", {}, () => process.exit(3));
  server.registerTool("hang", {}, async () => text(await sleep(600_000, "late")));
  server.registerTool("flood", {}, () => text("\u001b[31mx".repeat(300_000)));
  server.registerTool("secret", {}, () =>
    text(`${process.env.PROBE_TOKEN} ${process.env.ROUTER_TEST_SECRET}`),
  );
  server.registerTool("wipe", { annotations: { destructiveHint: true } }, () => text("wiped"));
  server.registerTool("picture", {}, () => ({
    content: [{ type: "image" as const, data: "AAAA", mimeType: "image/png" }],
  }));
  server.registerTool("steps", {}, async (extra) => {
    const progressToken = extra._meta?.progressToken;
    if (progressToken !== undefined) {
      await extra.sendNotification({
        method: "notifications/progress",
        params: { progressToken, progress: 1, total: 2, message: "half way" },
      });
    }
    return text("there");
  });
  server.registerTool("grow", {}, () => {
    server.registerTool("grown", {}, () => text("new"));
    return text("grown");
  });
  return server;
}

/** The same over HTTP; `sessions` forgotten are as a server that was started anew. */
export async function serveHttp({ token, port = 0 }: { token: string; port?: number }) {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(403).end("<html>who are you</html>");
      return;
    }
    const id = request.headers["mcp-session-id"];
    let transport = typeof id === "string" ? sessions.get(id) : undefined;
    if (id !== undefined && !transport) {
      response.writeHead(404).end();
      return;
    }
    if (!transport) {
      const fresh = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (session) => void sessions.set(session, fresh),
      });
      await makeServer().connect(fresh as Transport);
      transport = fresh;
    }
    await transport.handleRequest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sessions,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === import.meta.filename) await makeServer().connect(new StdioServerTransport());
