import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import type * as z from "zod";
import type { Log } from "./log.ts";

export interface KeptOptions<Schema extends z.ZodType> {
  file: string;
  schema: Schema;
  /** Where there is nothing yet. */
  empty: z.output<Schema>;
  log: Log;
}

/** What a program must know after its next start, in a file that is whole at every moment: a new one takes its place. */
export class Kept<Schema extends z.ZodType> {
  readonly value: z.output<Schema>;
  readonly #file: string;
  readonly #log: Log;
  #isBehind = false;
  #next: Promise<boolean> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(value: z.output<Schema>, file: string, log: Log) {
    this.value = value;
    this.#file = file;
    this.#log = log;
  }

  /** One that cannot be read is laid aside for a person to look at, and never written over. */
  static async open<Schema extends z.ZodType>({ file, schema, empty, log }: KeptOptions<Schema>) {
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return new Kept<Schema>(empty, file, log);
    }
    try {
      return new Kept<Schema>(schema.parse(JSON.parse(text)), file, log);
    } catch {
      const aside = `${file}.unreadable-${Date.now()}`;
      await rename(file, aside);
      log.error(
        { file, aside },
        "a file of this program's own cannot be read: it is laid aside, and begun anew",
      );
      return new Kept<Schema>(empty, file, log);
    }
  }

  /** Whether the disk has not taken what there is to keep. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Writes the value as it is when its turn comes. A disk that is full is told of once, and tried again the next time. */
  keep(): Promise<boolean> {
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      const written = this.#tried();
      this.#writing = written;
      return written;
    });
    return this.#next;
  }

  async #tried(): Promise<boolean> {
    try {
      await this.#write();
      if (this.#isBehind) this.#log.info({ file: this.#file }, "is written again");
      this.#isBehind = false;
    } catch (error) {
      if (!this.#isBehind)
        this.#log.error(
          { file: this.#file, problem: String(error) },
          "cannot be written: it is kept in memory",
        );
      this.#isBehind = true;
    }
    return !this.#isBehind;
  }

  async #write(): Promise<void> {
    const text = JSON.stringify(this.value);
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const file = await open(`${this.#file}.new`, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${this.#file}.new`, this.#file);
  }
}
