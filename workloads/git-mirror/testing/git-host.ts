import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer, json } from "node:stream/consumers";
import { basic } from "../git.ts";

/** Git itself over HTTP, for folders below this one, to whoever has the token; and a store of LFS beside it. */
export class GitHost {
  readonly folder: string;
  readonly token: string;
  readonly lfs = new Map<string, Buffer>();
  /** LFS files that it speaks of, and does not give. */
  readonly missing = new Set<string>();
  url = "";
  pushes = 0;

  constructor(folder: string, token: string) {
    this.folder = folder;
    this.token = token;
  }

  /** Whether this request was for it. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const url = new URL(request.url ?? "/", this.url);
    if (url.pathname.startsWith("/lfs-store/")) return this.#store(request, response, url.pathname.slice(11));
    if (!url.pathname.includes(".git/")) return false;
    if (request.headers.authorization !== basic(this.token)) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return true;
    }
    if (url.pathname.endsWith("/info/lfs/objects/batch")) return this.#batch(request, response);
    if (url.pathname.endsWith("/git-receive-pack")) this.pushes++;
    this.#backend(request, response, url);
    return true;
  }

  #backend(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const backend = spawn("git", ["http-backend"], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: this.folder,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_CONFIG_COUNT: "2",
        GIT_CONFIG_KEY_0: "http.receivepack",
        GIT_CONFIG_VALUE_0: "true",
        GIT_CONFIG_KEY_1: "safe.directory",
        GIT_CONFIG_VALUE_1: "*",
        REQUEST_METHOD: request.method,
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        REMOTE_USER: "somebody",
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    request.pipe(backend.stdin);
    buffer(backend.stdout).then((answer) => {
      const end = answer.indexOf("\r\n\r\n");
      const headers = answer
        .subarray(0, end)
        .toString("latin1")
        .split("\r\n")
        .map((line) => line.split(/:\s*/, 2) as [string, string]);
      const status = headers.find(([name]) => name.toLowerCase() === "status")?.[1] ?? "200";
      response
        .writeHead(Number.parseInt(status, 10), Object.fromEntries(headers))
        .end(answer.subarray(end + 4));
    });
  }

  /** As the description of LFS' batches says. */
  async #batch(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const type = "application/vnd.git-lfs+json";
    if (request.headers["content-type"] !== type || request.headers.accept !== type) {
      response.writeHead(422).end();
      return true;
    }
    const { operation, objects } = (await json(request)) as {
      operation: string;
      objects: { oid: string; size: number }[];
    };
    const href = (oid: string) => ({ href: `${this.url}/lfs-store/${oid}`, header: { "x-store": "yes" } });
    const told = objects.map(({ oid, size }) => {
      const isThere = this.lfs.has(oid) && !this.missing.has(oid);
      if (operation === "upload")
        return { oid, size, ...(!isThere && { actions: { upload: href(oid), verify: href(oid) } }) };
      if (!isThere) return { oid, size, error: { code: 404, message: "Object does not exist" } };
      return { oid, size, actions: { download: href(oid) } };
    });
    response
      .writeHead(200, { "content-type": type })
      .end(JSON.stringify({ transfer: "basic", objects: told }));
    return true;
  }

  async #store(request: IncomingMessage, response: ServerResponse, oid: string): Promise<boolean> {
    const body = await buffer(request);
    const isRight = createHash("sha256").update(body).digest("hex") === oid;
    if (request.headers["x-store"] !== "yes") response.writeHead(403).end();
    else if (request.method === "GET") response.end(this.lfs.get(oid));
    else if (request.method === "POST") response.writeHead(this.lfs.has(oid) ? 200 : 404).end();
    else if (isRight) {
      this.lfs.set(oid, body);
      response.end();
    } else response.writeHead(400).end();
    return true;
  }
}
