import { type Change, Journal } from "./journal.ts";

/** The objects of one sort, in the order in which they were made. Their values are plain data. */
export interface Collection<T> {
  get(id: string): T | undefined;
  has(id: string): boolean;
  all(): T[];
  put(id: string, value: T): T;
  delete(id: string): boolean;
}

interface Entry {
  value: unknown;
  since: number;
  /** What was there before: what a reader still sees while the vendor is "eventually consistent". */
  before: unknown;
}

/** All that one emulator knows. A change is written down before its answer leaves, all of a request's at once. */
export class Store {
  readonly #collections = new Map<string, Map<string, Entry>>();
  readonly #journal: Journal;
  #unwritten: Change[] = [];
  #lagMs = 0;

  private constructor(journal: Journal) {
    this.#journal = journal;
  }

  static open(path: string): Store {
    const { journal, changes } = Journal.open(path);
    const store = new Store(journal);
    for (const [collection, id, value] of changes) {
      store.#entries(collection).set(id, { value, since: 0, before: value });
    }
    return store;
  }

  collection<T>(name: string): Collection<T> {
    const entries = this.#entries(name);
    const seen = (entry: Entry | undefined) => {
      if (!entry) return undefined;
      const value = this.#lagMs > 0 && Date.now() - entry.since < this.#lagMs ? entry.before : entry.value;
      return value === undefined ? undefined : structuredClone(value as T);
    };
    const write = (id: string, value: unknown) => {
      const old = entries.get(id);
      entries.set(id, { value, since: Date.now(), before: old?.value });
      this.#unwritten.push([name, id, value ?? null]);
    };
    return {
      get: (id) => seen(entries.get(id)),
      has: (id) => seen(entries.get(id)) !== undefined,
      all: () => [...entries.values()].flatMap((entry) => seen(entry) ?? []),
      put: (id, value) => {
        write(id, structuredClone(value));
        return value;
      },
      delete: (id) => {
        if (entries.get(id)?.value === undefined) return false;
        write(id, undefined);
        return true;
      },
    };
  }

  /** Runs a reader that sees the world as it was so long ago. It has to read before it waits for anything. */
  lagging<Result>(ms: number, read: () => Result): Result {
    this.#lagMs = ms;
    try {
      return read();
    } finally {
      this.#lagMs = 0;
    }
  }

  /** Writes down what has changed: the framework calls it before an answer leaves. */
  flush(): void {
    this.#journal.append(this.#unwritten);
    this.#unwritten = [];
  }

  close(): void {
    this.flush();
    this.#journal.close();
  }

  #entries(name: string): Map<string, Entry> {
    const entries = this.#collections.get(name) ?? new Map<string, Entry>();
    this.#collections.set(name, entries);
    return entries;
  }
}
