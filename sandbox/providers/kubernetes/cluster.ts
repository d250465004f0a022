import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import {
  type Answer,
  ApiRefusal,
  type Call,
  exchange,
  isSuccess,
  type Origin,
  objectIn,
  Unreachable,
} from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { isObject, type Properties, stringAt } from "../framework/value.ts";
import type { Access } from "./kubeconfig.ts";
import type { Gvk } from "./token.ts";

/** Where the objects of a kind are. */
export interface Endpoint {
  prefix: string;
  plural: string;
  namespaced: boolean;
}

interface ObjectCall extends Omit<Call, "body"> {
  body?: Properties;
}

/** A Kubernetes API server, spoken to over plain HTTP as its documentation says. */
export class Cluster {
  readonly server: string;
  readonly #origin: Origin;
  readonly #discovered = new Map<string, Promise<Properties[]>>();
  readonly #namespaces = new Set<string>();
  #reachable: Promise<boolean> | undefined;

  constructor({ cluster, user }: Access) {
    this.server = String(cluster.server).replace(/\/$/, "");
    this.#origin = {
      url: this.server,
      agent: agentFor(this.server, cluster, user),
      headers: { accept: "application/json", ...authorization(user) },
    };
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

  async call({ body, ...call }: ObjectCall): Promise<Properties> {
    const answer = await exchange(this.#origin, body ? { ...call, body: JSON.stringify(body) } : call);
    const object = objectIn(answer);
    if (!isSuccess(answer)) throw new ApiRefusal(answer.status, refusalOf(answer, object));
    if (!object)
      throw new Refusal(`${this.server}${call.path} answered no JSON: ${answer.text.slice(0, 200)}`);
    return object;
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

/** The API server answers a refusal with a Status, which says it in a sentence. */
function refusalOf({ status, text }: Answer, object: Properties | undefined): string {
  const message = object && stringAt(object, "message");
  return message === undefined
    ? `the API server answered ${status}: ${text.slice(0, 200)}`
    : `the API server refuses it: ${message}`;
}
