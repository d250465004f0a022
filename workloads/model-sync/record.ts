import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { SettingsProblem } from "../kit/index.ts";

const brought = z.object({ bytes: z.int(), sha256: z.string(), from: z.string() });

const form = z.object({
  version: z.literal(1),
  files: z.record(z.string(), brought),
  /** Begun, and not whole yet. */
  begun: z.array(z.string()),
  /** Of Ollama. */
  models: z.array(z.string()),
});

export type Brought = z.output<typeof brought>;

/** What this program brought: whatever else lies there is somebody's, and is never touched. */
export class Record {
  readonly #file: string;
  readonly #kept: z.output<typeof form>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, kept: z.output<typeof form>) {
    this.#file = file;
    this.#kept = kept;
  }

  static async read(file: string): Promise<Record> {
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return new Record(file, { version: 1, files: {}, begun: [], models: [] });
    }
    try {
      return new Record(file, form.parse(JSON.parse(text)));
    } catch {
      throw new SettingsProblem([
        `${file} is no record of what was brought. Take it away: what lies there stays, and is then nobody's to remove.`,
      ]);
    }
  }

  get files(): [path: string, brought: Brought][] {
    return Object.entries(this.#kept.files);
  }

  get begun(): readonly string[] {
    return this.#kept.begun;
  }

  get models(): readonly string[] {
    return this.#kept.models;
  }

  /** Bytes of all files. */
  get size(): number {
    return this.files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  }

  file(path: string): Brought | undefined {
    return this.#kept.files[path];
  }

  begin(path: string): Promise<void> {
    if (!this.#kept.begun.includes(path)) this.#kept.begun.push(path);
    return this.#write();
  }

  add(path: string, brought: Brought): Promise<void> {
    this.#kept.files[path] = brought;
    return this.#drop("begun", path);
  }

  addModel(name: string): Promise<void> {
    if (!this.#kept.models.includes(name)) this.#kept.models.push(name);
    return this.#write();
  }

  forget(path: string): Promise<void> {
    delete this.#kept.files[path];
    return this.#drop("begun", path);
  }

  forgetModel(name: string): Promise<void> {
    return this.#drop("models", name);
  }

  #drop(from: "begun" | "models", name: string): Promise<void> {
    this.#kept[from] = this.#kept[from].filter((each) => each !== name);
    return this.#write();
  }

  #write(): Promise<void> {
    const written = this.#writing.then(async () => {
      await mkdir(dirname(this.#file), { recursive: true });
      const file = await open(`${this.#file}.new`, "w");
      try {
        await file.writeFile(JSON.stringify(this.#kept, undefined, 2));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${this.#file}.new`, this.#file);
    });
    this.#writing = written.catch(() => {});
    return written;
  }
}
