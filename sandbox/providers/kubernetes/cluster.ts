import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { Refusal } from "../framework/refusal.ts";
import { isObject, objectAt, type Properties, stringAt, type Value } from "../framework/value.ts";
import type { Access } from "./kubeconfig.ts";
import type { Gvk } from "./token.ts";

/** The API server said no, in its own words. */
export class ApiRefusal extends Refusal {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class Unreachable extends Refusal {}

/** Where the objects of a kind are. */
export interface Endpoint {
  prefix: string;
  plural: string;
  namespaced: boolean;
}

interface Call {
  path: string;
  method?: "GET" | "PATCH" | "DELETE";
  contentType?: string;
  body?: Properties;
  signal: AbortSignal;
}

/** A Kubernetes API server, spoken to over plain HTTP as its documentation says. */
export class Cluster {
  readonly server: string;
  readonly #agent: http.Agent;
  readonly #headers: Record<string, string>;
  readonly #discovered = new Map<string, Promise<Properties[]>>();
  readonly #namespaces = new Set<string>();
  #reachable: Promise<boolean> | undefined;

  constructor({ cluster, user }: Access) {
    this.server = String(cluster.server).replace(/\/$/, "");
    this.#agent = agentFor(this.server, cluster, user);
    this.#headers = { accept: "application/json", ...authorization(user) };
  }

  /** Asked once, and not for long: a preview must not wait for a machine that is off. */
  reachable(): Promise<boolean> {
    this.#reachable ??= this.call({ path: "/version", signal: AbortSignal.timeout(3000) }).then(
      () => true,
      (error) => {
        if (error instanceof Unreachable) return false;
        throw error;
      },
    );
    return this.#reachable;
  }

  /** Undefined where the API server has no such kind. */
  async endpoint({ apiVersion, kind }: Gvk, signal: AbortSignal): Promise<Endpoint | undefined> {
    const prefix = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resources = await this.#resources(prefix, signal);
    const found = resources.find((each) => each.kind === kind && !String(each.name).includes("/"));
    return found && { prefix, plural: String(found.name), namespaced: found.namespaced === true };
  }

  /** Asked again until it is there, and then never again. */
  async hasNamespace(name: string, signal: AbortSignal): Promise<boolean> {
    if (this.#namespaces.has(name)) return true;
    try {
      await this.call({ path: `/api/v1/namespaces/${encodeURIComponent(name)}`, signal });
      this.#namespaces.add(name);
      return true;
    } catch (error) {
      if (error instanceof ApiRefusal && error.status === 404) return false;
      throw error;
    }
  }

  /** A kind that was missing may be there now: its definition has just been applied. */
  forgetKinds(): void {
    this.#discovered.clear();
  }

  async call({ path, method = "GET", contentType, body, signal }: Call): Promise<Properties> {
    const headers = contentType ? { ...this.#headers, "content-type": contentType } : this.#headers;
    const { status, text } = await this.#send(
      path,
      { method, headers },
      body && JSON.stringify(body),
      signal,
    );
    const answer = parsed(text);
    if (status < 200 || status > 299) throw new ApiRefusal(status, refusalOf(status, answer, text));
    if (!answer)
      throw new Refusal(`${this.server}${path} answered something that is not JSON: ${text.slice(0, 200)}`);
    return answer;
  }

  #resources(prefix: string, signal: AbortSignal): Promise<Properties[]> {
    const known = this.#discovered.get(prefix);
    if (known) return known;
    const asked = this.call({ path: prefix, signal }).then(
      ({ resources }) => (Array.isArray(resources) ? resources.filter(isObject) : []),
      (error) => {
        this.#discovered.delete(prefix);
        if (error instanceof ApiRefusal && error.status === 404) return [];
        throw error;
      },
    );
    this.#discovered.set(prefix, asked);
    return asked;
  }

  #send(path: string, options: http.RequestOptions, body: string | undefined, signal: AbortSignal) {
    const { request } = this.server.startsWith("https:") ? https : http;
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const fail = (error: Error) =>
        reject(
          signal.aborted
            ? new Unreachable(`${this.server} has not answered in time, or the update was cancelled`)
            : new Unreachable(`${this.server} cannot be reached: ${error.message}`),
        );
      const call = request(
        `${this.server}${path}`,
        { ...options, agent: this.#agent, signal },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
          );
          response.on("error", fail);
        },
      );
      call.on("error", fail);
      call.end(body);
    });
  }
}

function agentFor(server: string, cluster: Properties, user: Properties): http.Agent {
  if (!server.startsWith("https:")) return new http.Agent({ keepAlive: true });
  return new https.Agent({
    keepAlive: true,
    ...given("ca", material(cluster, "certificate-authority")),
    ...given("cert", material(user, "client-certificate")),
    ...given("key", material(user, "client-key")),
    ...given("servername", stringAt(cluster, "tls-server-name")),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
  });
}

/** A kubeconfig holds a certificate itself, in base64, or names its file. */
function material(holder: Properties, key: string): Buffer | undefined {
  const data = stringAt(holder, `${key}-data`);
  const file = stringAt(holder, key);
  if (data !== undefined) return Buffer.from(data, "base64");
  return file === undefined ? undefined : readFileSync(file);
}

function given<T>(key: string, value: T | undefined): Record<string, T> {
  return value === undefined ? {} : { [key]: value };
}

function authorization(user: Properties): Record<string, string> {
  if (user.exec !== undefined || user["auth-provider"] !== undefined)
    throw new Refusal(
      "the kubeconfig gets its credentials from another program: that needs the official plugin",
    );
  const file = stringAt(user, "tokenFile");
  const token =
    stringAt(user, "token") ?? (file === undefined ? undefined : readFileSync(file, "utf8").trim());
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function parsed(text: string): Properties | undefined {
  try {
    const value: Value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The API server answers a refusal with a Status: a sentence, and the fields that it is about. */
function refusalOf(status: number, answer: Properties | undefined, text: string): string {
  const message = answer && stringAt(answer, "message");
  if (message !== undefined) return `the API server refuses it: ${message}`;
  const reason = answer && stringAt(objectAt(answer, "details"), "reason");
  return `the API server answered ${status}: ${reason ?? text.slice(0, 200)}`;
}
