/** Smaller bodies are not worth counting: those of a thousand requests together are a few megabytes. */
const UNCOUNTED = 16 * 1024;

/**
 * How much memory the bodies of all requests under way may take together. A body that finds no room stays in its socket
 * until another request is over: else the largest body times all connections would be the bound.
 */
export class BodyBudget {
  readonly #bytes: number;
  #taken = 0;
  #waiting: { size: number; enter: () => void }[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  counts(size: number): boolean {
    return size >= UNCOUNTED;
  }

  /** Undefined where it need not wait. Whoever was let in says `leave` once, with the same size. */
  enter(size: number): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#fits(size)) {
      this.#taken += size;
      return undefined;
    }
    return new Promise((enter) => this.#waiting.push({ size, enter }));
  }

  leave(size: number): void {
    this.#taken -= size;
    for (let next = this.#waiting[0]; next && this.#fits(next.size); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#taken += next.size;
      next.enter();
    }
  }

  /** One that is larger than all of it is let in alone. */
  #fits(size: number): boolean {
    return this.#taken + size <= this.#bytes || this.#taken === 0;
  }
}
