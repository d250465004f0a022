import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";

/** One change: a collection, an id, and what is there now (null: it is gone). */
export type Change = readonly [collection: string, id: string, value: unknown];

/** Thrown where the file is not what we wrote: going on would lose what it holds. */
export class CorruptJournal extends Error {
  override name = "CorruptJournal";
}

/** An append-only file of changes: whoever is killed in the middle loses at most the answer that nobody got. */
export class Journal {
  readonly #file: number;

  private constructor(path: string) {
    this.#file = openSync(path, "a", 0o600);
  }

  /** Gives what the file holds, and the journal to go on with. */
  static open(path: string): { journal: Journal; changes: Change[] } {
    const changes = existsSync(path) ? read(path) : [];
    const live = latest(changes);
    // Rewritten when most of it is history, so that a start does not grow slower with every day.
    if (changes.length > 2 * live.length + 100 || endsTorn(path)) rewrite(path, live);
    return { journal: new Journal(path), changes: live };
  }

  append(changes: readonly Change[]): void {
    if (changes.length > 0) writeSync(this.#file, text(changes));
  }

  close(): void {
    closeSync(this.#file);
  }
}

function text(changes: readonly Change[]): string {
  return changes.map((change) => `${JSON.stringify(change)}\n`).join("");
}

function read(path: string): Change[] {
  const lines = readFileSync(path, "utf8").split("\n");
  // What follows the last line break was cut short by a kill: nobody was told that it happened.
  lines.pop();
  return lines.map((line, index) => {
    const change = parse(line);
    if (!change)
      throw new CorruptJournal(`${path}, line ${index + 1}, is not a change that the sandbox wrote`);
    return change;
  });
}

function parse(line: string): Change | undefined {
  try {
    const change = JSON.parse(line);
    const [collection, id, value] = change;
    const whole = change.length === 3 && typeof collection === "string" && typeof id === "string";
    return whole && value !== undefined ? change : undefined;
  } catch {
    return undefined;
  }
}

function latest(changes: readonly Change[]): Change[] {
  const last = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([change[0], change[1]]);
    if (change[2] === null) last.delete(key);
    else last.set(key, change);
  }
  return [...last.values()];
}

function endsTorn(path: string): boolean {
  return existsSync(path) && !/(^|\n)$/.test(readFileSync(path, "utf8").slice(-1));
}

function rewrite(path: string, changes: readonly Change[]): void {
  const draft = `${path}.draft`;
  const file = openSync(draft, "w", 0o600);
  writeSync(file, text(changes));
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}
