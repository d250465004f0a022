import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";

/** What befalls a request on its way, once for each time that it is listed. */
export type Trouble =
  | { to: RegExp; answer: number; retryAfter?: number }
  /** It arrives, and its answer does not. */
  | { to: RegExp; cut: true };

/** A way to an API server on which things go wrong. `to` is matched with "METHOD /path". */
export class TroubledWay {
  readonly #server: http.Server;
  readonly #streams = new Set<http.IncomingMessage>();
  readonly seen: string[] = [];
  troubles: Trouble[] = [];

  private constructor(server: http.Server) {
    this.#server = server;
  }

  static async to(kubeconfig: string): Promise<TroubledWay> {
    const { clusters, users } = JSON.parse(kubeconfig);
    const { server, "certificate-authority-data": ca } = clusters[0].cluster;
    const { "client-certificate-data": cert, "client-key-data": key } = users[0].user;
    const data = (each: string) => Buffer.from(each, "base64");
    const agent = new https.Agent({ keepAlive: true, ca: data(ca), cert: data(cert), key: data(key) });
    const way = new TroubledWay(
      http.createServer((request, response) => way.#pass(request, response, server, agent)),
    );
    await once(way.#server.listen(0, "127.0.0.1"), "listening");
    return way;
  }

  get kubeconfig(): string {
    const { port } = this.#server.address() as AddressInfo;
    const clusters = [{ name: "lab", cluster: { server: `http://127.0.0.1:${port}` } }];
    const contexts = [{ name: "lab", context: { cluster: "lab" } }];
    return JSON.stringify({ clusters, contexts, "current-context": "lab" });
  }

  /** Breaks every answer that is still going on: watches, above all. */
  breakStreams(): void {
    for (const each of this.#streams) each.destroy();
  }

  close(): void {
    this.breakStreams();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #pass(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    server: string,
    agent: https.Agent,
  ): void {
    const name = `${request.method} ${request.url}`;
    this.seen.push(name);
    const trouble = this.troubles.find(({ to }) => to.test(name));
    this.troubles = this.troubles.filter((each) => each !== trouble);
    if (trouble && "answer" in trouble) {
      const { answer, retryAfter } = trouble;
      response.writeHead(answer, retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
      response.end(JSON.stringify({ kind: "Status", message: "not now" }));
      return;
    }
    const { method = "GET", headers } = request;
    const onward = https.request(`${server}${request.url}`, { method, headers, agent }, (answer) => {
      if (trouble) return request.socket.destroy();
      this.#streams.add(answer);
      answer
        .on("error", () => {})
        .on("close", () => {
          this.#streams.delete(answer);
          if (!answer.complete) response.destroy();
        });
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }
}
