import { setTimeout as sleep } from "node:timers/promises";

/** Lets so many bytes pass a second, of all downloads together. Its clock is one that nobody can set. */
export class Pace {
  readonly #bytesPerSecond: number;
  /** When all that was let through would be through at this pace. */
  #until = performance.now();

  constructor(bytesPerSecond = Number.POSITIVE_INFINITY) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  async pass(bytes: number): Promise<void> {
    const now = performance.now();
    this.#until = Math.max(this.#until, now) + (bytes / this.#bytesPerSecond) * 1_000;
    const wait = this.#until - now;
    // A moment's worth may come at once: sleeping for less than this would cost more than it spares.
    if (wait > 50) await sleep(wait);
  }
}
