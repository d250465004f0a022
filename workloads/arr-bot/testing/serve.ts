import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type * as z from "zod";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A fault that comes once for each time that it is named. */
export interface Fault {
  path: RegExp;
  status?: number;
  headers?: Record<string, string>;
  /** As it is, and not as JSON. */
  text?: string;
  /** It does what it was asked for, and only its answer goes wrong. */
  isHeard?: boolean;
}

/** A server that takes nothing that its published API does not have; what was wrong with a question is kept. */
export class StrictServer {
  readonly wrongs: string[] = [];
  readonly faults: Fault[] = [];
  url = "";

  async listen(route: (asked: Asked) => Answer | undefined): Promise<this> {
    const server = createServer((request, response) => void this.#handle(route, request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this;
  }

  /** The value, or the wrong that it is. */
  checked<Schema extends z.ZodType>(
    schema: Schema,
    value: unknown,
    what: string,
  ): z.output<Schema> | undefined {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    this.wrongs.push(
      `${what}: ${result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`)}`,
    );
    return undefined;
  }

  async #handle(
    route: (asked: Asked) => Answer | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    const url = new URL(request.url ?? "/", "http://here");
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    const index = this.faults.findIndex(({ path }) => path.test(url.pathname));
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    const asked = (): Asked => ({
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text ? JSON.parse(text) : undefined,
    });
    if (fault?.isHeard) route(asked());
    if (fault) {
      response.writeHead(fault.status ?? 200, fault.headers);
      response.end(fault.text ?? "{}");
      return;
    }
    const answer = route(asked());
    if (!answer) this.wrongs.push(`${request.method} ${url.pathname} is not there`);
    const { status, body, headers } = answer ?? { status: 404, body: { message: "404: Not Found", code: 0 } };
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }
}
