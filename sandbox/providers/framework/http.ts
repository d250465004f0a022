import http from "node:http";
import https from "node:https";
import { Refusal } from "./refusal.ts";
import { isObject, type Properties, type Value } from "./value.ts";

/** The API said no, in its own words. */
export class ApiRefusal extends Refusal {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class Unreachable extends Refusal {
  /** Nobody was there to take the request, so it can have done nothing. */
  readonly unsent: boolean;

  constructor(message: string, { unsent = false } = {}) {
    super(message);
    this.unsent = unsent;
  }
}

/** An API: where it is, and who one is there. */
export interface Origin {
  url: string;
  agent: http.Agent;
  headers?: Record<string, string>;
  /** A local socket that is dialled in the place of the URL's host. */
  socketPath?: string;
}

/** Holds the connections to an API: with TLS where its URL says so, and as told. */
export function agentFor(url: string, options: https.AgentOptions = {}): http.Agent {
  const all = { keepAlive: true, ...options };
  return url.startsWith("https:") ? new https.Agent(all) : new http.Agent(all);
}

export interface Call {
  path: string;
  method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  contentType?: string;
  body?: string | Buffer;
  /** Done twice, it has done no more than once, though its method does not say so. */
  repeatable?: boolean;
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** An answer as it came, for what is no text. */
export interface Received extends Answer {
  bytes: Buffer;
}

/** One request and its whole answer, whatever that is; throws only where there is none. */
export function exchange(origin: Origin, call: Call): Promise<Received> {
  const { method = "GET", path, contentType, body, signal } = call;
  const { request } = origin.url.startsWith("https:") ? https : http;
  const { agent, socketPath } = origin;
  const headers = {
    ...origin.headers,
    ...(contentType && { "content-type": contentType }),
    // Node.js frames the body of a DELETE only when it is told the length: without it the API sees a second request.
    ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
  };
  const options = { method, headers, agent, signal, ...(socketPath && { socketPath }) };
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) =>
      reject(
        signal.aborted
          ? new Unreachable(`${origin.url} has not answered in time, or nobody waits for it any more`)
          : new Unreachable(`${origin.url} cannot be reached: ${error.message}`, {
              unsent: error.code === "ECONNREFUSED",
            }),
      );
    const sent = request(`${origin.url}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, text: bytes.toString("utf8"), bytes });
      });
      response.on("error", fail);
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** The object that an answer holds, or undefined where it holds none. */
export function objectIn({ text }: Answer): Properties | undefined {
  try {
    const value: Value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
