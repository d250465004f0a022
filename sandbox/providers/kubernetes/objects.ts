import { setTimeout as sleep } from "node:timers/promises";
import { ApiRefusal } from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { hasComputed, isObject, objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { ApplyRequest, Existing, Found, Made } from "../framework/vendor.ts";
import type { Cluster } from "./cluster.ts";
import { expectedNew, previewOffline } from "./expectation.ts";
import { inputsOfImport, inputsOfLive, stateOf } from "./live.ts";
import type { Settings } from "./settings.ts";
import type { Gvk } from "./token.ts";

/** The objects of one kind in a cluster: server-side apply, and what goes with it. */
export class Objects {
  readonly #gvk: Gvk;
  readonly #cluster: Cluster;
  readonly #settings: Settings;

  constructor(gvk: Gvk, cluster: Cluster, settings: Settings) {
    this.#gvk = gvk;
    this.#cluster = cluster;
    this.#settings = settings;
  }

  /** Asks the API server what would become of it: its admission and its validation have the last word. */
  async preview(request: ApplyRequest): Promise<Properties> {
    const { inputs, state, signal } = request;
    const offline = previewOffline(request, this.#gvk);
    if (hasComputed(inputs) || !(await this.#hasRoom(inputs, signal))) return offline;
    // One that is there already is about to be replaced: what is immutable in it says nothing of the next one.
    if (!state && (await this.#get(inputs, signal))) return offline;
    const dry = stateOf(await this.#apply(inputs, signal, "&dryRun=All"));
    if (!state) return expectedNew(dry, inputs, this.#gvk);
    const { status: _, ...rest } = dry;
    return rest;
  }

  async create({ inputs, signal }: ApplyRequest): Promise<Made> {
    if (!this.#settings.upsert && (await this.#get(inputs, signal)))
      throw new Refusal(
        `${this.#gvk.kind} ${idOf(inputs)} is there already: import it, or let the provider take it over (upsertExistingObjects)`,
      );
    const live = await this.#applied(inputs, signal);
    return { id: idOf(live), state: stateOf(live) };
  }

  async update({ inputs, signal }: ApplyRequest): Promise<Properties> {
    return stateOf(await this.#applied(inputs, signal));
  }

  async read({ id, inputs, signal }: Existing): Promise<Found | undefined> {
    const live = await this.#get(named(id), signal);
    if (!live) return undefined;
    const isImport = Object.keys(inputs).length === 0;
    return { id, state: stateOf(live), inputs: isImport ? inputsOfImport(live) : inputsOfLive(inputs, live) };
  }

  /** Gone means gone: what is made next may bear the same name. */
  async remove({ id, signal }: Existing): Promise<void> {
    const object = named(id);
    const path = await this.#path(object, signal);
    if (path === undefined) return;
    const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy: "Background" };
    try {
      await this.#cluster.call({ path, method: "DELETE", contentType: "application/json", body, signal });
    } catch (error) {
      if (isAbsence(error)) return;
      throw error;
    }
    await this.#untilGone(object, signal);
    if (this.#gvk.kind === crd) this.#cluster.forgetKinds();
  }

  /** What waits for a finalizer says whose, for nobody would find out otherwise. */
  async #untilGone(object: Properties, signal: AbortSignal): Promise<void> {
    let last: Properties | undefined;
    const look = async () => {
      last = await this.#get(object, signal);
      return last;
    };
    try {
      await until(look, (live) => live === undefined, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      // A namespace has its finalizers in its spec, everything else in its metadata.
      const holders = ["metadata", "spec"].flatMap((part) => objectAt(last ?? {}, part).finalizers ?? []);
      throw new Refusal(
        `${idOf(object)} is asked to go, and still there: held by ${holders.map(String).join(", ")}`,
      );
    }
  }

  async #applied(inputs: Properties, signal: AbortSignal): Promise<Properties> {
    const live = await this.#apply(inputs, signal);
    if (this.#gvk.kind !== crd) return live;
    // An object of the new kind may come next, and the API server takes a moment to serve it.
    const established = await until(() => this.#get(inputs, signal), isEstablished, signal);
    this.#cluster.forgetKinds();
    return established ?? live;
  }

  async #apply(inputs: Properties, signal: AbortSignal, more = ""): Promise<Properties> {
    const path = await this.#path(inputs, signal);
    const { apiVersion, kind } = this.#gvk;
    if (path === undefined)
      throw new Refusal(
        `the API server has no kind ${kind} in ${apiVersion}: its definition has to be applied first`,
      );
    const annotations = objectAt(objectAt(inputs, "metadata"), "annotations");
    const force = this.#settings.patchForce || annotations["pulumi.com/patchForce"] === "true";
    const live = await this.#patch({
      path: `${path}?fieldManager=pulumi-kubernetes&fieldValidation=Strict&force=${force}${more}`,
      body: inputs,
      signal,
    });
    if (live.kind !== kind)
      throw new Refusal(`the API server answered a ${String(live.kind)} where ${kind} was applied`);
    return live;
  }

  async #patch(call: { path: string; body: Properties; signal: AbortSignal }): Promise<Properties> {
    try {
      return await this.#cluster.call({
        ...call,
        method: "PATCH",
        contentType: "application/apply-patch+yaml",
      });
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
      const hint = 'to take these fields over, annotate the object with "pulumi.com/patchForce": "true"';
      throw new ApiRefusal(409, `${error.message}\n${hint}`);
    }
  }

  async #get(object: Properties, signal: AbortSignal): Promise<Properties | undefined> {
    const path = await this.#path(object, signal);
    if (path === undefined) return undefined;
    try {
      return await this.#cluster.call({ path, signal });
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async #path(object: Properties, signal: AbortSignal): Promise<string | undefined> {
    const endpoint = await this.#cluster.endpoint(this.#gvk, signal);
    if (!endpoint) return undefined;
    const { name, namespace = "default" } = objectAt(object, "metadata");
    const within = endpoint.namespaced ? `/namespaces/${encodeURIComponent(String(namespace))}` : "";
    return `${endpoint.prefix}${within}/${endpoint.plural}/${encodeURIComponent(String(name))}`;
  }

  /** Whether kind and namespace are there: the same update may be about to make them. */
  async #hasRoom(inputs: Properties, signal: AbortSignal): Promise<boolean> {
    const endpoint = await this.#cluster.endpoint(this.#gvk, signal);
    const namespace = stringAt(objectAt(inputs, "metadata"), "namespace");
    if (!endpoint?.namespaced || namespace === undefined) return endpoint !== undefined;
    return this.#cluster.hasNamespace(namespace, signal);
  }
}

const crd = "CustomResourceDefinition";

function isEstablished(definition: Properties | undefined): boolean {
  const { conditions } = objectAt(definition ?? {}, "status");
  return (
    Array.isArray(conditions) &&
    conditions.some((each) => isObject(each) && each.type === "Established" && each.status === "True")
  );
}

/** Looks again and again, more and more patiently, until what it sees is good. */
async function until<T>(
  look: () => Promise<T>,
  isGood: (seen: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  for (let pause = 20; ; pause = Math.min(pause * 2, 1000)) {
    const seen = await look();
    if (isGood(seen)) return seen;
    await sleep(pause, undefined, { signal });
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof ApiRefusal && error.status === 404;
}

/** As the official provider writes it: namespace/name, or the name alone. */
function idOf(object: Properties): string {
  const metadata = objectAt(object, "metadata");
  const name = stringAt(metadata, "name") ?? "";
  const namespace = stringAt(metadata, "namespace");
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function named(id: string): Properties {
  const [first = "", second] = id.split("/");
  return { metadata: second === undefined ? { name: first } : { namespace: first, name: second } };
}
