import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../framework/refusal.ts";
import { objectAt, type Properties } from "../framework/value.ts";
import type { Cluster } from "./cluster.ts";
import { adopted, managersOf } from "./field-managers.ts";
import { idOf } from "./identity.ts";
import { isAbsence, isAlreadyThere, isPassing, isStale } from "./server-refusal.ts";
import type { Gvk } from "./token.ts";

export interface Application {
  manager: string;
  /** Takes fields from whoever owns them. */
  force: boolean;
  /** The API server does everything but keep it. */
  dryRun?: boolean;
}

/** The objects of one kind in a cluster, and what can be asked of the API server for one. */
export class Objects {
  readonly gvk: Gvk;
  readonly #cluster: Cluster;

  constructor(gvk: Gvk, cluster: Cluster) {
    this.gvk = gvk;
    this.#cluster = cluster;
  }

  async isServed(signal: AbortSignal): Promise<boolean> {
    return (await this.#cluster.endpoint(this.gvk, signal)) !== undefined;
  }

  /** Refused by the API server where it is there already. */
  async create(
    inputs: Properties,
    manager: string,
    signal: AbortSignal,
    dryRun = false,
  ): Promise<Properties> {
    const path = `${await this.#folder(inputs, signal)}?${query(manager)}${dryRun ? "&dryRun=All" : ""}`;
    const contentType = "application/json";
    const call = { path, method: "POST", contentType, body: inputs, repeatable: dryRun, signal } as const;
    try {
      return this.#checked(await this.#cluster.call(call));
    } catch (error) {
      if (dryRun || signal.aborted || !(isAlreadyThere(error) || isPassing(error))) throw error;
      // An answer may have been lost, now or at an earlier try: the manager's name tells whose object it is.
      const made = await this.find(inputs, signal);
      if (made && managersOf(made).some((each) => each.manager === manager)) return made;
      throw error;
    }
  }

  async apply(inputs: Properties, application: Application, signal: AbortSignal): Promise<Properties> {
    const { manager, force, dryRun } = application;
    const path = `${await this.#place(inputs, signal)}?${query(manager)}&force=${force}${dryRun ? "&dryRun=All" : ""}`;
    const contentType = "application/apply-patch+yaml";
    const call = { path, method: "PATCH", contentType, body: inputs, repeatable: true, signal } as const;
    return this.#checked(await this.#cluster.call(call));
  }

  async find(object: Properties, signal: AbortSignal): Promise<Properties | undefined> {
    if (!(await this.isServed(signal))) return undefined;
    return this.#cluster.find(await this.#place(object, signal), signal);
  }

  /** Makes the manager the owner of all that is ours, whatever happens to the object meanwhile. */
  async adopt(live: Properties, manager: string, signal: AbortSignal): Promise<Properties> {
    for (let now = live; ; ) {
      const managedFields = adopted(now, manager);
      if (!managedFields) return now;
      const path = await this.#place(now, signal);
      const version = objectAt(now, "metadata").resourceVersion ?? null;
      const body: Properties[] = [
        { op: "replace", path: "/metadata/managedFields", value: managedFields },
        { op: "replace", path: "/metadata/resourceVersion", value: version },
      ];
      try {
        const contentType = "application/json-patch+json";
        // Done twice, it fails the second time for its version, and is looked at again.
        return await this.#cluster.call({
          path,
          method: "PATCH",
          contentType,
          body,
          repeatable: true,
          signal,
        });
      } catch (error) {
        if (!isStale(error)) throw error;
        await sleep(20, undefined, { signal });
        now = (await this.find(now, signal)) ?? now;
      }
    }
  }

  /** What is left of the object: undefined where it is gone at once. */
  async remove(object: Properties, propagationPolicy: string, signal: AbortSignal) {
    if (!(await this.isServed(signal))) return undefined;
    const path = await this.#place(object, signal);
    const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy };
    try {
      const call = { path, method: "DELETE", contentType: "application/json", body, signal } as const;
      const answer = await this.#cluster.call(call);
      return answer.kind === "Status" ? undefined : await this.find(object, signal);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  #checked(live: Properties): Properties {
    const { kind } = this.gvk;
    if (live.kind === kind) return live;
    throw new Refusal(`the API server answered a ${String(live.kind)} where ${kind} was applied`);
  }

  async #place(object: Properties, signal: AbortSignal): Promise<string> {
    return `${await this.#folder(object, signal)}/${encodeURIComponent(String(objectAt(object, "metadata").name))}`;
  }

  async #folder(object: Properties, signal: AbortSignal): Promise<string> {
    const { apiVersion, kind } = this.gvk;
    const endpoint = await this.#cluster.endpoint(this.gvk, signal);
    if (!endpoint)
      throw new UnknownKind(
        `the API server has no kind ${kind} in ${apiVersion}, so it cannot make ${idOf(object)}: its definition has to be applied first`,
      );
    const { namespace = "default" } = objectAt(object, "metadata");
    const within = endpoint.namespaced ? `/namespaces/${encodeURIComponent(String(namespace))}` : "";
    return `${endpoint.prefix}${within}/${endpoint.plural}`;
  }
}

/** A definition that is on its way may bring it yet. */
export class UnknownKind extends Refusal {}

function query(manager: string): string {
  return `fieldManager=${encodeURIComponent(manager)}&fieldValidation=Strict`;
}
