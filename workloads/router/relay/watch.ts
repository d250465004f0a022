/** Something that has to look at the clock now and then. */
export interface Watched {
  tick(now: number): void;
}

const EVERY_MS = 50;

/**
 * One clock for all that is under way: a timer of its own for each silence of each stream would cost more than the
 * stream. It stands still while there is nothing to watch.
 */
export class Watch {
  #all = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  add(watched: Watched): void {
    this.#all.add(watched);
    this.#timer ??= setInterval(() => this.#tick(), EVERY_MS);
  }

  remove(watched: Watched): void {
    this.#all.delete(watched);
  }

  get size(): number {
    return this.#all.size;
  }

  #tick(): void {
    if (this.#all.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    for (const watched of this.#all) watched.tick(now);
  }
}
