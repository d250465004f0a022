import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Kept {
  id: number;
  body: string;
  user: { login: string };
}

/** The longest body that GitHub takes. */
const MOST = 65_536;

/** One pull request as GitHub's API shows it: what the API does not know, or does not allow, it refuses. */
export class GitHub {
  comments: Kept[] = [];
  state: "open" | "closed" = "open";
  /** What went wrong out there: answered in the place of everything that writes. */
  fault: { status: number; type: string; body: string; headers?: Record<string, string> } | undefined;
  readonly asked: string[] = [];
  #next = 1000;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  write(body: string, login = "homelab[bot]"): Kept {
    const comment = { id: this.#next++, body, user: { login } };
    this.comments.push(comment);
    return comment;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", `http://${headers.host}`);
    this.asked.push(`${method} ${url.pathname}${url.search}`);
    const send = (status: number, data: unknown, more: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...more });
      response.end(status === 204 ? "" : JSON.stringify(data));
    };
    if (headers.authorization !== "token a-token-of-a-test") return send(401, { message: "Bad credentials" });
    if (!headers["user-agent"]) return send(403, { message: "Request forbidden by administrative rules" });
    if (this.fault && method !== "GET") {
      const { status, type, body, headers: more = {} } = this.fault;
      response.writeHead(status, { "content-type": type, ...more });
      return void response.end(body);
    }
    const body =
      method === "GET" || method === "DELETE" ? undefined : JSON.parse((await text(request)) || "{}").body;
    if (body !== undefined && (typeof body !== "string" || body.length > MOST || body === ""))
      return send(422, { message: "Validation Failed" });
    const route = `${method} ${url.pathname}`;
    const [, id] = /^\/repos\/owner\/lab\/issues\/comments\/(\d+)$/.exec(url.pathname) ?? [];
    const found = this.comments.find((each) => each.id === Number(id));
    if (route === "GET /user") return send(200, { login: "homelab[bot]" });
    if (route === "GET /repos/owner/lab/pulls/7") return send(200, { number: 7, state: this.state });
    if (route === "GET /repos/owner/lab/issues/7/comments") return this.#page(url, send);
    if (route === "POST /repos/owner/lab/issues/7/comments") return send(201, this.write(body));
    if (!id || !found) return send(404, { message: "Not Found" });
    if (method === "PATCH") return send(200, Object.assign(found, { body }));
    if (method !== "DELETE") return send(404, { message: "Not Found" });
    this.comments = this.comments.filter((each) => each !== found);
    send(204, undefined);
  }

  #page(url: URL, send: (status: number, data: unknown, more?: Record<string, string>) => void): void {
    const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const more = this.comments.length > page * size;
    send(
      200,
      this.comments.slice((page - 1) * size, page * size),
      more ? { link: `<${next}>; rel="next"` } : {},
    );
  }
}
