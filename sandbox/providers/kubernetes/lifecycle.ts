import { Refusal } from "../framework/refusal.ts";
import { Unready } from "../framework/unready.ts";
import { hasComputed, objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { ApplyRequest, DiffRequest, Existing, Found, Log, Made } from "../framework/vendor.ts";
import { isAnnotated } from "./annotations.ts";
import { type Outcome, type Readiness, ruleFor } from "./await/index.ts";
import type { Cluster } from "./cluster.ts";
import { expectedNew, previewOffline } from "./expectation.ts";
import { fieldManagerOf, isAdoptable, withFieldManager } from "./field-managers.ts";
import { idOf, objectOf } from "./identity.ts";
import { withoutIgnored } from "./ignored.ts";
import { inputsOfImport, inputsOfLive, stateOf } from "./live.ts";
import { inTime } from "./misordered.ts";
import { Objects } from "./objects.ts";
import { removeWith } from "./removal.ts";
import { isAlreadyThere, isFieldConflict, isForbidden, isMissingNamespace } from "./server-refusal.ts";
import type { Settings } from "./settings.ts";
import { type Gvk, isDefinition } from "./token.ts";

const lookMs = 10_000;

/** What the objects of all kinds share. */
export interface Surroundings {
  cluster: Cluster;
  readiness: Readiness;
  settings: Settings;
  log: Log;
  /** Namespaces that a preview has found missing: asked about once, not for each of their objects. */
  unmade: Set<string>;
}

/** The life of the objects of one kind: as the engine asks for it, and as the API server grants it. */
export class Lifecycle {
  readonly #gvk: Gvk;
  readonly #around: Surroundings;
  readonly #objects: Objects;
  /** A patch names some fields of an object that is somebody else's. */
  readonly #isPatch: boolean;

  constructor(gvk: Gvk, around: Surroundings, isPatch = false) {
    this.#gvk = gvk;
    this.#around = around;
    this.#isPatch = isPatch;
    this.#objects = new Objects(gvk, around.cluster);
  }

  /** Asks the API server what would become of it: its admission and its validation have the last word. */
  async preview(request: ApplyRequest): Promise<Properties> {
    const { inputs, state, signal } = request;
    const offline = previewOffline(request, this.#gvk);
    if (this.#isPatch || hasComputed(inputs) || !(await this.#objects.isServed(signal))) return offline;
    const home = stringAt(objectAt(inputs, "metadata"), "namespace") ?? "";
    if (this.#around.unmade.has(home)) return offline;
    try {
      const dry = stateOf(await (state ? this.#dryUpdate(request, state) : this.#dryCreation(request)));
      if (!state) return expectedNew(dry, inputs, this.#gvk);
      const { status: _, ...rest } = dry;
      return rest;
    } catch (error) {
      if (isMissingNamespace(error)) this.#around.unmade.add(home);
      // A namespace may be made by this same update; one that is there already is about to be replaced, or to be
      // refused when it comes to that; and who may not try can still look.
      if (isMissingNamespace(error) || isAlreadyThere(error) || isForbidden(error)) return offline;
      throw error;
    }
  }

  async create(request: ApplyRequest): Promise<Made> {
    const { inputs, signal } = request;
    const manager = fieldManagerOf(inputs);
    const { settings, log } = this.#around;
    const make = () =>
      settings.upsert || this.#isPatch
        ? this.#applied(inputs, manager, signal)
        : this.#objects.create(inputs, manager, signal).catch((error) => {
            throw isAlreadyThere(error) ? new Refusal(this.#refuseTwin(inputs)) : error;
          });
    const live = await inTime(request, log, make);
    return this.#settled(request, live, manager);
  }

  async update(request: ApplyRequest & Existing): Promise<Properties> {
    const { id, inputs, state, ignoreChanges, signal } = request;
    const manager = fieldManagerOf(inputs, state);
    const before = await this.#objects.find(objectOf(id), signal);
    if (!before)
      throw new Refusal(
        `${this.#gvk.kind} ${id} is gone: "pulumi refresh" finds out, and then it is made anew`,
      );
    const owned = this.#isPatch ? before : await this.#objects.adopt(before, manager, signal);
    const wanted = withoutIgnored(inputs, ignoreChanges, owned, manager);
    const live = await inTime(request, this.#around.log, () => this.#applied(wanted, manager, signal));
    return (await this.#settled(request, live, manager)).state;
  }

  async read(request: Existing): Promise<Found | undefined> {
    const { id, inputs, state, signal } = request;
    const live = await this.#objects.find(objectOf(id), signal);
    if (!live) return undefined;
    const isImport = Object.keys(inputs).length === 0;
    const found = isImport ? inputsOfImport(live) : inputsOfLive(inputs, live);
    const kept = withFieldManager(stateOf(live), fieldManagerOf(inputs, state));
    const rule = isImport ? undefined : ruleFor(this.#gvk, inputs);
    const outcome = rule && (await this.#around.readiness.now(rule, live, signal));
    if (!outcome?.problem) return { id, state: kept, inputs: found };
    const { message, reasons } = outcome.problem;
    throw new Unready(
      `${this.#gvk.kind} ${id} is there, but ${message}`,
      { id, state: kept },
      reasons,
      found,
    );
  }

  /** Whether the object that is to be compared is there, and not what it has to be. */
  async isUnready({ id, inputs }: DiffRequest): Promise<boolean> {
    const { cluster, readiness } = this.#around;
    const rule = ruleFor(this.#gvk, inputs);
    if (!rule || !(await cluster.reachable())) return false;
    const signal = AbortSignal.timeout(lookMs);
    const live = await this.#objects.find(objectOf(id), signal);
    return live !== undefined && (await readiness.now(rule, live, signal)).problem !== undefined;
  }

  async remove(request: Existing): Promise<void> {
    if (this.#isPatch) return this.#relinquish(request);
    await removeWith(this.#objects, request, this.#around.log);
    if (isDefinition(this.#gvk)) this.#around.cluster.forgetKinds();
  }

  /** Waits until it is ready. Whatever goes wrong now, the object is there, and the engine has to know of it. */
  async #settled(request: ApplyRequest, applied: Properties, manager: string): Promise<Made> {
    const { readiness, cluster } = this.#around;
    // An object of the new kind may come next.
    if (isDefinition(this.#gvk)) cluster.forgetKinds();
    const made = (live: Properties) => ({ id: idOf(live), state: withFieldManager(stateOf(live), manager) });
    const rule = ruleFor(this.#gvk, request.inputs);
    if (!rule) return made(applied);
    const wait = { gvk: this.#gvk, rule, applied, operation: request };
    const { live, problem } = await readiness
      .until(wait)
      .catch(
        (error: Error): Outcome => ({ live: applied, problem: { message: error.message, reasons: [] } }),
      );
    if (isDefinition(this.#gvk)) cluster.forgetKinds();
    if (!problem) return made(live);
    const told = `${this.#gvk.kind} ${idOf(live)} is there, but ${problem.message}`;
    throw new Unready(told, made(live), problem.reasons);
  }

  async #applied(inputs: Properties, manager: string, signal: AbortSignal): Promise<Properties> {
    const force = this.#around.settings.patchForce || isAnnotated(inputs, "patchForce");
    try {
      return await this.#objects.apply(inputs, { manager, force }, signal);
    } catch (error) {
      if (!isFieldConflict(error)) throw error;
      const hint = 'to take these fields over, annotate the object with "pulumi.com/patchForce": "true"';
      throw new Refusal(`${error.message}\n${hint}`);
    }
  }

  /** Gives up the fields: what nobody else wants goes. */
  async #relinquish({ id, inputs, state, signal }: Existing): Promise<void> {
    const { apiVersion, kind } = this.#gvk;
    const object = { apiVersion, kind, ...objectOf(id) };
    if (!(await this.#objects.find(object, signal))) return;
    await this.#objects.apply(object, { manager: fieldManagerOf(inputs, state), force: false }, signal);
  }

  #dryCreation({ inputs, signal }: ApplyRequest): Promise<Properties> {
    const manager = fieldManagerOf(inputs);
    // The API server says nothing of conflicts here that it will not say in the update.
    return this.#around.settings.upsert
      ? this.#objects.apply(inputs, { manager, force: true, dryRun: true }, signal)
      : this.#objects.create(inputs, manager, signal, true);
  }

  async #dryUpdate(request: ApplyRequest, state: Properties): Promise<Properties> {
    const { inputs, ignoreChanges, signal } = request;
    const manager = fieldManagerOf(inputs, state);
    const live = ignoreChanges.length > 0 ? await this.#objects.find(inputs, signal) : undefined;
    const wanted = live ? withoutIgnored(inputs, ignoreChanges, live, manager) : inputs;
    const force = this.#around.settings.patchForce || isAnnotated(inputs, "patchForce");
    const apply = (forced: boolean) =>
      this.#objects.apply(wanted, { manager, force: forced, dryRun: true }, signal);
    try {
      return await apply(force);
    } catch (error) {
      // The update makes those fields ours first.
      if (isFieldConflict(error) && isAdoptable(error.causes, manager)) return apply(true);
      throw error;
    }
  }

  #refuseTwin(inputs: Properties): string {
    return `${this.#gvk.kind} ${idOf(inputs)} is there already: import it, or let the provider take it over (upsertExistingObjects)`;
  }
}
