import { readFileSync } from "node:fs";
import https from "node:https";
import { agentFor, type Call, exchange, isSuccess, type Origin } from "../providers/framework/http.ts";
import type { ClientAccess } from "./kubeconfig.ts";

const patienceMs = 30_000;

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
  readonly #origin: Origin;

  constructor({ server, ca, cert, key }: ClientAccess) {
    const tls = { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) };
    this.#origin = { url: server, agent: agentFor(server, { maxSockets: 16, ...tls }) };
  }

  close(): void {
    this.#origin.agent.destroy();
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
  apply<T = KubeObject>(path: string, object: unknown, more = ""): Promise<T> {
    const query = `fieldManager=sandbox&force=true${more}`;
    return this.#send<T>("PATCH", `${path}?${query}`, object, "application/apply-patch+yaml");
  }

  /** Only whether it would be taken, and every field of it known. */
  tryOut<T = KubeObject>(path: string, object: unknown): Promise<T> {
    return this.apply<T>(path, object, "&dryRun=All&fieldValidation=Strict");
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
        `${this.#origin.url}${path}?${query}`,
        { agent: this.#origin.agent, signal },
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

  async #send<T>(method: Call["method"], path: string, body?: unknown, contentType?: string): Promise<T> {
    const answer = await exchange(this.#origin, {
      path,
      ...(method && { method }),
      ...(body !== undefined && contentType && { contentType, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const object = parse(answer.text);
    if (isSuccess(answer)) return object as T;
    const { status } = answer;
    throw new KubeError(status, (object as { message?: string }).message ?? `status ${status}`);
  }
}

/** Where a group's kinds are; those of the first group of all have a place of their own. */
export function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Asks a cluster something as its administrator, and hangs up. */
export async function inCluster<Result>(
  { admin }: { admin: ClientAccess },
  ask: (api: KubeApi) => Promise<Result>,
): Promise<Result> {
  const api = new KubeApi(admin);
  try {
    return await ask(api);
  } finally {
    api.close();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 300) };
  }
}
