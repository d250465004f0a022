/** Lets those who change one thing do so one after another: a model may edit a file twice in one breath. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(thing: string, change: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing);
    const mine = (before ?? Promise.resolve()).catch(() => undefined).then(change);
    this.#last.set(thing, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(thing) === mine) this.#last.delete(thing);
    }
  }
}
