const span = 60;
/** One more than the window: the second that has just begun is counted with the sixty whole ones before it. */
const slots = span + 1;

/**
 * What happened in the last minute, by the second. Exact to one second on the strict side: in no sixty seconds is more
 * let through than asked for, as a bucket that refills would on top of what it had saved.
 */
export class Window {
  readonly #slots = new Float64Array(slots);
  #second = 0;
  #sum = 0;

  sum(now: number): number {
    this.#advance(now);
    return this.#sum;
  }

  /** Returns when it was added, for `correct`. */
  add(amount: number, now: number): number {
    this.#advance(now);
    this.#put(this.#second, amount);
    return this.#second;
  }

  /** More is added now; less is given back where it was taken, while it still counts there. Returns what changed. */
  correct(difference: number, second: number, now: number): number {
    this.#advance(now);
    if (difference >= 0) this.#put(this.#second, difference);
    else if (second > this.#second - slots) this.#put(second, difference);
    else return 0;
    return difference;
  }

  /** Gives back what was taken nobody knows when: where it leaves first, so that nothing leaves too early. */
  giveBack(amount: number, now: number): void {
    this.#advance(now);
    let left = amount;
    for (let age = slots - 1; age >= 0 && left > 0; age -= 1) {
      const second = this.#second - age + slots;
      const given = Math.min(left, this.#slots[second % slots] ?? 0);
      this.#put(second, -given);
      left -= given;
    }
  }

  /** Seconds until so much has left the window that no more than `most` is in it. */
  secondsUntil(most: number, now: number): number {
    this.#advance(now);
    let left = this.#sum;
    for (let age = slots - 1; age >= 0; age -= 1) {
      left -= this.#slots[(this.#second - age + slots) % slots] ?? 0;
      if (left <= most) return slots - age;
    }
    return slots;
  }

  #put(second: number, amount: number): void {
    const slot = second % slots;
    this.#slots[slot] = (this.#slots[slot] ?? 0) + amount;
    this.#sum += amount;
  }

  #advance(now: number): void {
    const second = Math.floor(now / 1_000);
    // A clock that was set back counts on where it was.
    if (second <= this.#second) return;
    const gone = Math.min(second - this.#second, slots);
    for (let step = 1; step <= gone; step += 1) {
      const slot = (this.#second + step) % slots;
      this.#sum -= this.#slots[slot] ?? 0;
      this.#slots[slot] = 0;
    }
    this.#second = second;
    if (gone === slots) this.#sum = 0;
  }
}
