/** The name of all that has none of its own: a label that anybody could invent would fill the memory of Prometheus. */
export const OTHER = "other";

/** One value for each name, up to so many names; all further ones share one. */
export class Bounded<Value> {
  readonly #values = new Map<string, Value>();
  readonly #room: number;
  readonly #make: () => Value;

  constructor(room: number, make: () => Value) {
    this.#room = room;
    this.#make = make;
  }

  of(name: string): Value {
    return this.#values.get(name) ?? this.#add(this.#values.size < this.#room ? name : OTHER);
  }

  entries(): [string, Value][] {
    return [...this.#values];
  }

  #add(name: string): Value {
    const value = this.#values.get(name) ?? this.#make();
    this.#values.set(name, value);
    return value;
  }
}
