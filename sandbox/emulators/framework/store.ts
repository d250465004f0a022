import { type Change, Journal } from "./journal.ts";

/** The objects of one sort, in the order in which they were made. Their values are plain data. */
export interface Collection<T> {
  get(id: string): T | undefined;
  has(id: string): boolean;
  all(): T[];
  put(id: string, value: T): T;
  delete(id: string): boolean;
}

/** What was there from some time on; undefined, while it was not there. */
interface Version {
  since: number;
  value: unknown;
}

/** The last version is what is there; those before it are what a reader still sees who is behind. */
type Entry = Version[];

/** Nobody is further behind than this. */
const memoryMs = 60_000;

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
      store.#entries(collection).set(id, [{ since: 0, value }]);
    }
    return store;
  }

  collection<T>(name: string): Collection<T> {
    const entries = this.#entries(name);
    const seen = (entry: Entry | undefined) => {
      const behind = ({ since }: Version) => since <= Date.now() - this.#lagMs;
      // Not by the clock where nobody is behind: a clock can be set back.
      const value = (this.#lagMs > 0 ? entry?.findLast(behind) : entry?.at(-1))?.value;
      return value === undefined ? undefined : structuredClone(value as T);
    };
    const write = (id: string, value: unknown) => {
      const old = entries.get(id) ?? [];
      // One that comes back is the newest again, as it will be after a restart.
      if (old.at(-1)?.value === undefined) entries.delete(id);
      entries.set(id, [...remembered(old), { since: Date.now(), value }]);
      this.#unwritten.push([name, id, value ?? null]);
    };
    return {
      get: (id) => seen(entries.get(id)),
      has: (id) => seen(entries.get(id)) !== undefined,
      all: () => [...entries.values()].map(seen).filter((value) => value !== undefined),
      put: (id, value) => {
        write(id, structuredClone(value));
        return value;
      },
      delete: (id) => {
        if (entries.get(id)?.at(-1)?.value === undefined) return false;
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

/** What somebody may see still: the versions of the last while, and the one before them. */
function remembered(entry: Entry): Entry {
  const current = entry.findLastIndex(({ since }) => since <= Date.now() - memoryMs);
  return entry.slice(Math.max(current, 0));
}
