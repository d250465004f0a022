import Pool from "undici/lib/dispatcher/pool.js";
import type { ModelConfig, Privacy, ProviderConfig, RouterConfig } from "../config/index.ts";
import { Gate } from "../managers/index.ts";
import { Breaker } from "./breaker.ts";
import { type Endpoint, endpointOf, privacyOf } from "./endpoint.ts";
import { Pace } from "./pace.ts";
import { Slots } from "./slots.ts";

/** A server that answers: what was declared of it, and how it is doing. */
export class Provider {
  readonly config: ProviderConfig;
  readonly name: string;
  readonly privacy: Privacy;
  readonly endpoint: Endpoint;
  readonly pool: Pool;
  readonly slots: Slots;
  readonly breaker: Breaker;
  /** Where somebody starts and stops it. */
  readonly gate: Gate | undefined;
  /** By the id that clients use. Grows by discovery where none were declared. */
  models: ReadonlyMap<string, ModelConfig>;
  /** What the last probe found; before the first, nobody knows. */
  health: { up: boolean; reason?: string } | undefined;
  /** Names (the provider's) of the models that are in memory, where it tells. */
  loaded: ReadonlySet<string> | undefined;
  #restingUntil = 0;
  #paces = new Map<string, Pace>();

  constructor(config: ProviderConfig, { breaker }: Pick<RouterConfig, "breaker">) {
    this.config = config;
    this.name = config.name;
    this.privacy = privacyOf(config);
    this.endpoint = endpointOf(config);
    this.models = new Map((config.models ?? []).map((model) => [model.id, model]));
    this.breaker = new Breaker(breaker);
    this.slots = new Slots({
      limit: config.concurrency,
      room: config.queue,
      patience: config.queueTimeout,
    });
    this.gate =
      config.manager &&
      new Gate({
        name: config.name,
        config: config.manager,
        load: () => this.slots.taken + this.slots.waiting,
        answers: () => this.health?.up === true,
        // What failed before it was loaded tells nothing of it now.
        opened: () => this.breaker.succeeded(),
      });
    this.pool = new Pool(this.endpoint.origin, {
      // As many as there are requests: `slots` is what bounds them.
      connections: null,
      pipelining: 1,
      connect: { timeout: config.timeouts.connect },
      // The relay watches time by itself: one clock for every kind of silence.
      headersTimeout: 0,
      bodyTimeout: 0,
      // Shorter than what servers commonly allow, so that they do not hang up just as a request leaves.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 60_000,
    });
  }

  paceOf(model: string): Pace {
    let pace = this.#paces.get(model);
    if (!pace) {
      pace = new Pace();
      this.#paces.set(model, pace);
    }
    return pace;
  }

  /** Somebody has taken it out: a game wants its GPU. */
  heldBack: string | undefined;

  /** Whether a request would have to wait. */
  get isBusy(): boolean {
    return this.slots.busy || (this.gate !== undefined && this.gate.verdict.is !== "open");
  }

  /** Why nobody is to be sent there now. */
  get takenOut(): string | undefined {
    if (this.heldBack !== undefined || !this.gate) return this.heldBack;
    const { verdict } = this.gate;
    return verdict.is === "closed" ? verdict.why : undefined;
  }

  /** It asked to be left alone (`Retry-After`): others are asked first. */
  restFor(seconds: number): void {
    this.#restingUntil = performance.now() + seconds * 1000;
  }

  get resting(): boolean {
    return this.#restingUntil > performance.now();
  }

  /** Lets running answers end. */
  async close(): Promise<void> {
    this.gate?.close();
    await this.pool.close();
  }
}
