import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import * as z from "zod";

/** Tools over MCP whose every call is known here: `note` changes something, `look` says that it does not. */
export class Notebook {
  readonly notes: string[] = [];
  readonly looks: string[] = [];
  /** What a look shows. */
  shows = "nothing";
  /** How long a note takes, at most, in milliseconds. */
  pace = 0;
  readonly #server = createServer(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({});
    response.on("close", () => void transport.close());
    await this.#tools().connect(transport as Transport);
    await transport.handleRequest(request, response);
  });

  static async start(): Promise<Notebook> {
    const notebook = new Notebook();
    await new Promise<void>((ready) => notebook.#server.listen(0, "127.0.0.1", ready));
    return notebook;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #tools(): McpServer {
    const server = new McpServer({ name: "notebook", version: "1" });
    const text = (said: string) => ({ content: [{ type: "text" as const, text: said }] });
    server.registerTool("note", { inputSchema: { what: z.string() } }, async ({ what }) => {
      this.notes.push(what);
      await new Promise((later) => setTimeout(later, Math.random() * this.pace));
      return text(`noted ${what}`);
    });
    server.registerTool(
      "look",
      { inputSchema: { what: z.string().optional() }, annotations: { readOnlyHint: true } },
      ({ what = "" }) => {
        this.looks.push(what);
        return text(`${this.shows} ${what}`.trim());
      },
    );
    return server;
  }
}
