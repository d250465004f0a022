export interface BreakerSettings {
  failures: number;
  pause: number;
  longest: number;
}

export type BreakerState = "closed" | "open" | "half-open";

/** Leaves a provider alone that fails again and again, and lets one request at a time find out whether it is back. */
export class Breaker {
  #settings: BreakerSettings;
  #now: () => number;
  #failures = 0;
  #pauses = 0;
  #openUntil = 0;
  #trying = false;

  constructor(settings: BreakerSettings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
  }

  get state(): BreakerState {
    if (this.#failures < this.#settings.failures) return "closed";
    return this.#now() < this.#openUntil || this.#trying ? "open" : "half-open";
  }

  /** Milliseconds until it may be asked again. */
  get remaining(): number {
    return this.state === "open" ? Math.max(1, this.#openUntil - this.#now()) : 0;
  }

  /** Before a request: the one that is let through while half-open is the only one. */
  begin(): void {
    if (this.state === "half-open") this.#trying = true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauses = 0;
    this.#trying = false;
  }

  failed(): void {
    this.#failures++;
    this.#trying = false;
    if (this.#failures < this.#settings.failures) return;
    const pause = this.#settings.pause * 2 ** this.#pauses++;
    this.#openUntil = this.#now() + Math.min(pause, this.#settings.longest);
  }

  /** The request ended without telling anything about the provider: its client went away. */
  undecided(): void {
    this.#trying = false;
  }
}
