import { type Call, exchange, isSuccess, type Origin, objectIn, Unreachable } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { persist } from "../framework/retry.ts";
import { isObject, objectAt, type Properties } from "../framework/value.ts";
import type { Access } from "./kubeconfig.ts";
import { originOf } from "./origin.ts";
import { isAbsence, ServerRefusal } from "./server-refusal.ts";
import { lines } from "./stream.ts";
import type { Gvk } from "./token.ts";

/** Where the objects of a kind are. */
export interface Endpoint {
  prefix: string;
  plural: string;
  namespaced: boolean;
}

interface ObjectCall extends Omit<Call, "body"> {
  body?: Properties | Properties[];
}

/** A Kubernetes API server, spoken to over plain HTTP as its documentation says. */
export class Cluster {
  readonly server: string;
  readonly #origin: Origin;
  readonly #discovered = new Map<string, Promise<Properties[]>>();
  #reachable: Promise<boolean> | undefined;

  constructor(access: Access) {
    this.#origin = originOf(access);
    this.server = this.#origin.url;
  }

  /** Asked once, and not for long: a preview must not wait for a machine that is off. */
  reachable(): Promise<boolean> {
    this.#reachable ??= exchange(this.#origin, { path: "/version", signal: AbortSignal.timeout(3000) }).then(
      (answer) => {
        if (isSuccess(answer)) return true;
        throw new ServerRefusal(answer, objectIn(answer));
      },
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

  /** A kind that was missing may be there now: its definition has just been applied. */
  forgetKinds(): void {
    this.#discovered.clear();
  }

  async call({ body, ...call }: ObjectCall): Promise<Properties> {
    const answer = await persist(this.#origin, body ? { ...call, body: JSON.stringify(body) } : call);
    const object = objectIn(answer);
    if (!isSuccess(answer)) throw new ServerRefusal(answer, object);
    if (!object)
      throw new Refusal(`${this.server}${call.path} answered no JSON: ${answer.text.slice(0, 200)}`);
    return object;
  }

  /** Undefined where there is nothing at the path. */
  async find(path: string, signal: AbortSignal): Promise<Properties | undefined> {
    try {
      return await this.call({ path, signal });
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async list(path: string, signal: AbortSignal): Promise<{ items: Properties[]; version: string }> {
    const { items, metadata } = await this.call({ path, signal });
    const { resourceVersion } = isObject(metadata) ? metadata : {};
    return { items: Array.isArray(items) ? items.filter(isObject) : [], version: String(resourceVersion) };
  }

  /** What happens under a path, as it happens, until the API server has had enough of telling. */
  async *watch(path: string, signal: AbortSignal): AsyncGenerator<{ type: string; object: Properties }> {
    for await (const line of lines(this.#origin, { path, signal })) {
      const event: Properties = JSON.parse(line);
      yield { type: String(event.type), object: objectAt(event, "object") };
    }
  }

  #resources(prefix: string, signal: AbortSignal): Promise<Properties[]> {
    const known = this.#discovered.get(prefix);
    if (known) return known;
    const asked = this.find(prefix, signal).then(
      (found) => {
        // A group that is not served is asked for again: its definition may be on its way.
        if (!found) this.#discovered.delete(prefix);
        return Array.isArray(found?.resources) ? found.resources.filter(isObject) : [];
      },
      (error) => {
        this.#discovered.delete(prefix);
        throw error;
      },
    );
    this.#discovered.set(prefix, asked);
    return asked;
  }
}
