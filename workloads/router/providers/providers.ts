import type { RouterConfig } from "../config/index.ts";
import { probe } from "./probe.ts";
import { Provider } from "./provider.ts";

/** What is outside is paid for, or rate-limited: it is asked how it is much less often. */
const OUTSIDE_FACTOR = 20;

export interface ProvidersEvents {
  /** A provider came or went, or has other models now: what was derived from them is to be made anew. */
  changed(): void;
  /** It went up or down. */
  turned(provider: Provider): void;
}

/** All providers, kept alike to the configuration, and probed. */
export class Providers {
  #config: RouterConfig;
  #events: ProvidersEvents;
  #all = new Map<string, Provider>();
  #timers = new Map<Provider, NodeJS.Timeout>();

  constructor(config: RouterConfig, events: ProvidersEvents) {
    this.#config = config;
    this.#events = events;
    this.#arrange(config, true);
  }

  get list(): Provider[] {
    return [...this.#all.values()];
  }

  /** Those that did not change keep their connections, measures and queues; the others end when their answers have. */
  reconfigure(config: RouterConfig): void {
    const keep = same(this.#config.breaker, config.breaker);
    this.#config = config;
    this.#arrange(config, keep);
    this.#events.changed();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const { gate } of this.list) gate?.close();
    await Promise.all(this.list.map((provider) => provider.pool.destroy()));
  }

  #arrange(config: RouterConfig, keep: boolean): void {
    const before = this.#all;
    this.#all = new Map();
    for (const declared of config.providers) {
      const known = before.get(declared.name);
      const kept = known && keep && same(known.config, declared) ? known : new Provider(declared, config);
      this.#all.set(declared.name, kept);
      if (kept !== known) this.#watch(kept);
    }
    for (const provider of before.values()) {
      if (this.#all.get(provider.name) === provider) continue;
      clearTimeout(this.#timers.get(provider));
      this.#timers.delete(provider);
      provider.close().catch(() => {});
    }
  }

  #watch(provider: Provider): void {
    const look = async () => {
      const was = { up: provider.health?.up, models: [...provider.models.keys()].join() };
      await probe(provider);
      if (this.#all.get(provider.name) !== provider) return;
      if (was.up !== provider.health?.up) this.#events.turned(provider);
      if (was.models !== [...provider.models.keys()].join()) this.#events.changed();
      const pause = this.#config.probeEvery * (provider.privacy === "outside" ? OUTSIDE_FACTOR : 1);
      // Not exactly every so often: many routers would all ask in the same moment.
      this.#timers.set(provider, setTimeout(look, pause * (0.9 + 0.2 * Math.random())).unref());
    };
    // Marks it as watched before the first answer, so that `close` finds it.
    this.#timers.set(provider, setTimeout(look, 0));
  }
}

function same(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
