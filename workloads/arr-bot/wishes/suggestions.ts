import type { Kind, Seerr, Title } from "../house/index.ts";

/** Discord waits three seconds for suggestions, and the way to it takes its time. */
const PATIENCE_MS = 2_000;
const MOST = 25;
const LONGEST_NAME = 100;
const REMEMBERED = 200;

/** What could be meant while somebody still writes. Whoever deletes a letter and writes it again is answered at once. */
export class Suggestions {
  readonly #seerr: Pick<Seerr, "search">;
  readonly #found = new Map<string, Title[]>();

  constructor(seerr: Pick<Seerr, "search">) {
    this.#seerr = seerr;
  }

  async for(kind: Kind, written: string): Promise<{ name: string; value: string }[]> {
    const text = written.trim().slice(0, LONGEST_NAME);
    if (text.length < 2) return [];
    const key = `${kind} ${text.toLowerCase()}`;
    const found =
      this.#found.get(key) ?? (await this.#seerr.search(text, kind, AbortSignal.timeout(PATIENCE_MS)));
    this.#found.set(key, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > REMEMBERED && oldest !== undefined) this.#found.delete(oldest);
    return found.slice(0, MOST).map(({ id, name, year }) => ({
      name: named(name, year),
      value: String(id),
    }));
  }
}

/** Shown as it is, and not as Markdown. */
function named(name: string, year: string | undefined): string {
  const end = year ? ` (${year})` : "";
  const letters = Array.from(name);
  const room = LONGEST_NAME - end.length;
  return `${letters.length > room ? `${letters.slice(0, room - 1).join("")}…` : name}${end}`;
}
