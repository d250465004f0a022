import type { RouterConfig } from "../config/index.ts";
import type { Provider } from "../providers/index.ts";
import type { Candidate } from "../routing/index.ts";

/** Whose turn it is: one candidate after the other, and over again while tries are left. */
export class Turns {
  /** Tries begun. */
  taken = 0;
  #candidates: readonly Candidate[];
  #settings: RouterConfig["retry"];
  #hopeless: Provider[] = [];
  #last: Candidate | undefined;

  constructor(candidates: readonly Candidate[], settings: RouterConfig["retry"]) {
    this.#candidates = candidates;
    this.#settings = settings;
  }

  /** Nothing will be different there, this time. */
  giveUpOn(provider: Provider): void {
    this.#hopeless.push(provider);
  }

  /** Who is next, and after how many milliseconds; `busy` are being asked now. */
  take(busy: (candidate: Candidate) => boolean): { candidate: Candidate; wait: number } | undefined {
    if (this.taken >= this.#settings.attempts) return undefined;
    const count = this.#candidates.length;
    for (let step = 0; step < count; step++) {
      const candidate = this.#candidates[(this.taken + step) % count];
      if (!candidate || this.#hopeless.includes(candidate.provider) || busy(candidate)) continue;
      const again = this.#last === candidate;
      this.#last = candidate;
      this.taken++;
      return { candidate, wait: again ? this.#backoff() : 0 };
    }
    return undefined;
  }

  /** Longer each time, and never the same: who failed together must not come back together. */
  #backoff(): number {
    return this.#settings.backoff * 2 ** (this.taken - 2) * (0.5 + Math.random());
  }
}
