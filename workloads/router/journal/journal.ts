import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const extension = ".jsonl";

interface ClosedFile {
  path: string;
  bytes: number;
}

/**
 * Lines in files: one is written, the older ones wait to be moved away. A line is in the kernel's hands when `append`
 * returns, so it outlives the process. It is not forced to the disk, which would cost each request milliseconds: a
 * power cut may take the last seconds.
 */
export class Journal {
  readonly #folder: string;
  readonly #longestFile: number;
  readonly #closed: ClosedFile[];
  #file: number | undefined;
  #path = "";
  #written = 0;
  #waiting = 0;
  #count = 0;
  #torn = false;

  /** `longestFile`: in bytes; what is moved at once. */
  constructor(folder: string, longestFile: number) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    this.#longestFile = longestFile;
    this.#closed = readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .sort()
      .map((name) => join(folder, name))
      .map((path) => ({ path, bytes: statSync(path).size }));
    this.#waiting = this.#closed.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Throws when the disk is full. */
  append(line: string): void {
    this.#file ??= this.#open();
    // After a write that stopped half-way, the next line would be part of the torn one.
    const bytes = Buffer.from(this.#torn ? `\n${line}\n` : `${line}\n`);
    this.#torn = true;
    const written = writeSync(this.#file, bytes);
    this.#written += written;
    this.#waiting += written;
    if (written < bytes.length) throw new Error("the disk took half a line");
    this.#torn = false;
    if (this.#written >= this.#longestFile) this.turn();
  }

  /** From here on a new file is written. */
  turn(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#closed.push({ path: this.#path, bytes: this.#written });
    this.#file = undefined;
    this.#written = 0;
    this.#torn = false;
  }

  /** The files that nobody writes any more, oldest first. */
  get closed(): string[] {
    return this.#closed.map(({ path }) => path);
  }

  get oldest(): string | undefined {
    return this.#closed[0]?.path;
  }

  /** Bytes that wait to be moved. */
  get size(): number {
    return this.#waiting;
  }

  /** Whole lines only: a process that was killed, or a full disk, may have left half a one. */
  async read(path: string): Promise<string[]> {
    const lines = (await readFile(path, "utf8")).split("\n");
    return lines.filter(isWhole);
  }

  removeOldest(): void {
    const oldest = this.#closed.shift();
    if (!oldest) return;
    this.#waiting -= oldest.bytes;
    rmSync(oldest.path, { force: true });
  }

  #open(): number {
    this.#count += 1;
    const name = `${Date.now()}-${process.pid}-${String(this.#count).padStart(6, "0")}${extension}`;
    this.#path = join(this.#folder, name);
    return openSync(this.#path, "ax", 0o600);
  }
}

function isWhole(line: string): boolean {
  return line.startsWith("{") && line.endsWith("}");
}
