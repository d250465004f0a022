/** Somebody who waits for a slot. */
export interface Ticket {
  cancel(): void;
}

interface Waiter {
  granted(): void;
  refused(): void;
  timer: NodeJS.Timeout;
}

/**
 * How many answers a provider gives at once. Who waits is served in turns, one of each caller: ten requests of one
 * person do not keep another waiting for ten answers.
 */
export class Slots {
  #limit: number;
  #room: number;
  #patience: number;
  #taken = 0;
  #waiting = 0;
  /** In the order of turns; a caller who was served goes to the end. */
  #lines = new Map<string, Waiter[]>();

  constructor({ limit = Number.POSITIVE_INFINITY, room, patience }: SlotSettings) {
    this.#limit = limit;
    this.#room = room;
    this.#patience = patience;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get limit(): number {
    return this.#limit;
  }

  get busy(): boolean {
    return this.#taken >= this.#limit;
  }

  get full(): boolean {
    return this.busy && this.#waiting >= this.#room;
  }

  /** At once, or not at all. */
  tryTake(): boolean {
    if (this.busy) return false;
    this.#taken++;
    return true;
  }

  /** Call only where `tryTake` said no and it is not `full`. Refused when nothing came free in time. */
  wait(caller: string, granted: () => void, refused: () => void): Ticket {
    const waiter: Waiter = {
      granted,
      refused,
      timer: setTimeout(() => {
        this.#leave(caller, waiter);
        refused();
      }, this.#patience),
    };
    const line = this.#lines.get(caller);
    if (line) line.push(waiter);
    else this.#lines.set(caller, [waiter]);
    this.#waiting++;
    return { cancel: () => this.#leave(caller, waiter) };
  }

  release(): void {
    this.#taken--;
    if (this.busy) return;
    const next = this.#next();
    if (!next) return;
    this.#taken++;
    next.granted();
  }

  #next(): Waiter | undefined {
    for (const [caller, line] of this.#lines) {
      const waiter = line.shift();
      this.#lines.delete(caller);
      if (line.length > 0) this.#lines.set(caller, line);
      if (!waiter) continue;
      clearTimeout(waiter.timer);
      this.#waiting--;
      return waiter;
    }
    return undefined;
  }

  #leave(caller: string, waiter: Waiter): void {
    clearTimeout(waiter.timer);
    const line = this.#lines.get(caller);
    const at = line?.indexOf(waiter) ?? -1;
    if (!line || at < 0) return;
    line.splice(at, 1);
    if (line.length === 0) this.#lines.delete(caller);
    this.#waiting--;
  }
}

export interface SlotSettings {
  limit?: number | undefined;
  room: number;
  patience: number;
}
