import { readFileSync } from "node:fs";
import https from "node:https";
import type { ClientAccess } from "./kubeconfig.ts";

/** Any object of a cluster, as far as the sandbox reads it. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [more: string]: unknown;
  };
  [more: string]: unknown;
}

/** What happened to an object that is being watched. */
export interface WatchEvent<T> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: T;
}

export class KubeError extends Error {
  override name = "KubeError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

// The official client does not load on Node.js 20, which this project still supports.
/** A cluster's API, for what the sandbox itself does there: JSON in, JSON out. */
export class KubeApi {
  readonly #server: string;
  readonly #agent: https.Agent;

  constructor({ server, ca, cert, key }: ClientAccess) {
    this.#server = server;
    this.#agent = new https.Agent({
      keepAlive: true,
      maxSockets: 16,
      ca: readFileSync(ca),
      cert: readFileSync(cert),
      key: readFileSync(key),
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  get<T = KubeObject>(path: string): Promise<T> {
    return this.#send<T>("GET", path);
  }

  async list<T = KubeObject>(path: string): Promise<T[]> {
    return (await this.get<{ items: T[] }>(path)).items;
  }

  post<T = KubeObject>(path: string, body: unknown): Promise<T> {
    return this.#send<T>("POST", path, body, "application/json");
  }

  merge<T = KubeObject>(path: string, body: unknown): Promise<T> {
    return this.#send<T>("PATCH", path, body, "application/merge-patch+json");
  }

  /** Makes it so, whoever had it otherwise. */
  apply<T = KubeObject>(path: string, object: unknown): Promise<T> {
    const query = "fieldManager=sandbox&force=true";
    return this.#send<T>("PATCH", `${path}?${query}`, object, "application/apply-patch+yaml");
  }

  /** Gone already is gone. */
  async delete(path: string, body?: unknown): Promise<void> {
    try {
      await this.#send("DELETE", path, body, "application/json");
    } catch (error) {
      if (!(error instanceof KubeError) || error.status !== 404) throw error;
    }
  }

  /** Tells every change from a version on, until the server ends it or the signal does. */
  watch<T>(
    path: string,
    version: string,
    signal: AbortSignal,
    tell: (event: WatchEvent<T>) => void,
  ): Promise<void> {
    const query = `watch=true&resourceVersion=${version}&allowWatchBookmarks=true`;
    return new Promise((resolve, reject) => {
      const request = https.get(
        `${this.#server}${path}?${query}`,
        { agent: this.#agent, signal },
        (response) => {
          const status = response.statusCode ?? 0;
          if (status !== 200) {
            response.resume();
            reject(new KubeError(status, `cannot be watched: status ${status}`));
            return;
          }
          let rest = "";
          response.setEncoding("utf8").on("data", (text: string) => {
            const lines = `${rest}${text}`.split("\n");
            rest = lines.pop() ?? "";
            for (const line of lines) if (line) tell(JSON.parse(line));
          });
          response.on("end", resolve);
          response.on("error", reject);
        },
      );
      request.on("error", reject);
    });
  }

  #send<T>(method: string, path: string, body?: unknown, type?: string): Promise<T> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers, timeout: 30_000 };
      const request = https.request(`${this.#server}${path}`, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = parse(Buffer.concat(chunks).toString("utf8"));
          const status = response.statusCode ?? 0;
          if (status < 300) resolve(answer as T);
          else reject(new KubeError(status, (answer as { message?: string }).message ?? `status ${status}`));
        });
      });
      request.on("timeout", () => request.destroy(new Error(`${path} was not answered within 30 s`)));
      request.on("error", reject);
      request.end(text);
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 300) };
  }
}
