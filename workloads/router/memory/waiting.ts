import type { Turn } from "./turn.ts";

interface Person {
  /** By the ids of their requests: a turn that is tried twice is done once. */
  turns: Set<string>;
  none: Promise<void>;
  isNone(): void;
}

/** Whose turns wait to be written. */
export class Waiting {
  readonly #people = new Map<string, Person>();

  get size(): number {
    return [...this.#people.values()].reduce((sum, { turns }) => sum + turns.size, 0);
  }

  add({ id, caller }: Turn): void {
    const person = this.#people.get(caller.person) ?? this.#open(caller.person);
    person.turns.add(id);
  }

  done({ id, caller }: Turn): void {
    const person = this.#people.get(caller.person);
    if (!person?.turns.delete(id) || person.turns.size > 0) return;
    this.#people.delete(caller.person);
    person.isNone();
  }

  /** When nothing of a person waits any more; undefined when that is now. */
  none(person: string): Promise<void> | undefined {
    return this.#people.get(person)?.none;
  }

  #open(name: string): Person {
    let isNone = () => {};
    const none = new Promise<void>((resolve) => {
      isNone = resolve;
    });
    const person = { turns: new Set<string>(), none, isNone };
    this.#people.set(name, person);
    return person;
  }
}
