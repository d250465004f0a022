import { appendFile, mkdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Log } from "../../kit/index.ts";
import type { State, Verdict } from "../house/index.ts";
import { added, type Since } from "./timeline.ts";

/** So often a line says that somebody still looks: what lies between the last one and a start is not known. */
const BEAT_MS = 5 * 60_000;
const LARGEST = 4 * 1024 * 1024;
/** Lines that wait while the disk is full. */
const MOST_WAITING = 10_000;

const line = z.object({
  at: z.number(),
  name: z.string().optional(),
  state: z.enum(["up", "down", "resting", "unknown"]).optional(),
});

/**
 * Since when everything is as it is. Changes only are kept, a line each, in a file that is added to and never written
 * anew; of two such files the older one goes when the other is full.
 */
export class History {
  readonly #file: string;
  readonly #log: Log;
  readonly #lines = new Map<string, Since[]>();
  #waiting: string[] = [];
  #lastBeat = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(folder: string, log: Log) {
    this.#file = join(folder, "history.jsonl");
    this.#log = log;
  }

  static async open(folder: string, log: Log, now = Date.now()): Promise<History> {
    await mkdir(folder, { recursive: true });
    const history = new History(folder, log);
    await history.#read(now);
    return history;
  }

  of(name: string): readonly Since[] {
    return this.#lines.get(name) ?? [];
  }

  /** How many lines the disk has not taken yet. */
  get unwritten(): number {
    return this.#waiting.length;
  }

  /** Says what is another now than before. */
  note(verdict: Verdict, at = Date.now()): { name: string; from: State | undefined; to: State }[] {
    const changes = [...verdict.services, ...verdict.machines].flatMap(({ name, state }) => {
      const from = this.of(name).at(-1)?.state;
      if (from === state || (from === undefined && state === "unknown")) return [];
      this.#add({ at, name, state });
      return [{ name, from, to: state }];
    });
    if (changes.length === 0 && Math.abs(at - this.#lastBeat) >= BEAT_MS)
      this.#waiting.push(JSON.stringify({ at }));
    if (this.#waiting.length > 0) this.#lastBeat = at;
    this.#waiting.splice(0, this.#waiting.length - MOST_WAITING);
    this.#writing = this.#writing.then(() => this.#write());
    return changes;
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  #add({ at, name, state }: { at: number; name: string; state: State }): void {
    this.#lines.set(name, added(this.of(name), { at, state }));
    this.#waiting.push(JSON.stringify({ at, name, state }));
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    if (lines.length === 0) return;
    try {
      if (await this.#isFull()) await this.#turn();
      // An end before them, too: what was written last may have been cut off.
      await appendFile(this.#file, `\n${lines.join("\n")}\n`);
      this.#waiting = this.#waiting.slice(lines.length);
    } catch (error) {
      this.#log.warn({ reason: String(error), lines: this.#waiting.length }, "history waits to be written");
    }
  }

  async #isFull(): Promise<boolean> {
    return (await stat(this.#file).catch(() => ({ size: 0 }))).size > LARGEST;
  }

  /** The new file begins with how everything is. */
  async #turn(): Promise<void> {
    await rename(this.#file, `${this.#file}.old`);
    const now = [...this.#lines].flatMap(([name, since]) => {
      const last = since.at(-1);
      return last ? [JSON.stringify({ at: last.at, name, state: last.state })] : [];
    });
    await appendFile(this.#file, `${now.join("\n")}\n`);
  }

  async #read(now: number): Promise<void> {
    let last: number | undefined;
    for (const text of [await textOf(`${this.#file}.old`), await textOf(this.#file)]) {
      for (const each of text.split("\n")) {
        if (!each.startsWith("{")) continue;
        const { at, name, state } = lineOf(each) ?? {};
        if (at === undefined || at > now) continue;
        last = at;
        if (name !== undefined && state !== undefined)
          this.#lines.set(name, added(this.of(name), { at, state }));
      }
    }
    if (last === undefined || now - last < 2 * BEAT_MS) return;
    for (const [name, since] of this.#lines) {
      if (since.at(-1)?.state !== "unknown") this.#add({ at: last, name, state: "unknown" });
    }
  }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
}

/** What was cut off when the power was says nothing. */
function lineOf(text: string) {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
