/** Something that has to look at the clock now and then. */
export interface Watched {
  tick(now: number): void;
  /** Where it stands among the others: the watch's own note. */
  watchedAt: number;
}

const EVERY_MS = 50;

/**
 * One clock for all that is under way: a timer of its own for each silence of each stream would cost more than the
 * stream. It stands still while there is nothing to watch.
 */
export class Watch<Each extends Watched = Watched> {
  // No Set: one in which things come and go all the time is copied again and again, and each old copy keeps what it held
  // alive until the next full collection, which made collecting garbage the dearest part of a request.
  #all: Each[] = [];
  #timer: NodeJS.Timeout | undefined;

  add(watched: Each): void {
    watched.watchedAt = this.#all.push(watched) - 1;
    this.#timer ??= setInterval(() => this.#tick(), EVERY_MS);
  }

  remove(watched: Each): void {
    const last = this.#all.pop();
    if (!last || last === watched) return;
    last.watchedAt = watched.watchedAt;
    this.#all[watched.watchedAt] = last;
  }

  /** Those that it watches now, in no order. */
  get all(): readonly Each[] {
    return this.#all;
  }

  get size(): number {
    return this.#all.length;
  }

  #tick(): void {
    if (this.#all.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = performance.now();
    // Backwards: who leaves during its turn has its place taken by one that had its turn already.
    for (let at = this.#all.length - 1; at >= 0; at--) this.#all[at]?.tick(now);
  }
}
