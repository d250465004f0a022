import { createHash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * A file that is not whole yet, beside the place where it will lie: nobody who looks for models takes it for one. What is
 * there of it from another night is gone on with, if it is still the same file.
 */
export class Part {
  readonly #path: string;
  readonly #file: FileHandle;
  #hash = createHash("sha256");
  #size = 0;
  /** By which its server tells whether it is still the same. */
  #version: string | undefined;

  private constructor(path: string, file: FileHandle, version: string | undefined) {
    this.#path = path;
    this.#file = file;
    this.#version = version;
  }

  static async open(path: string): Promise<Part> {
    await mkdir(dirname(path), { recursive: true });
    const part = new Part(
      path,
      await open(partOf(path), "a+"),
      await readFile(versionOf(path), "utf8").catch(() => undefined),
    );
    for await (const chunk of createReadStream(partOf(path))) part.#count(chunk);
    return part;
  }

  get size(): number {
    return this.#size;
  }

  get version(): string | undefined {
    return this.#version;
  }

  get sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#file.appendFile(chunk);
    this.#count(chunk);
  }

  /** Begins anew, with what its server calls this version of it. */
  async begin(version: string | undefined): Promise<void> {
    await this.#file.truncate(0);
    this.#hash = createHash("sha256");
    this.#size = 0;
    this.#version = version;
    if (version) await writeFile(versionOf(this.#path), version);
    else await rm(versionOf(this.#path), { force: true });
  }

  /** It is whole, and gets its name: from one moment to the next, also where another file had it. */
  async publish(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
    await rename(partOf(this.#path), this.#path);
    await rm(versionOf(this.#path), { force: true });
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async drop(): Promise<void> {
    await this.close();
    dropPart(this.#path);
  }

  #count(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#size += chunk.byteLength;
  }
}

/** What was begun of a file, and nobody wants any more. */
export function dropPart(path: string): void {
  for (const file of [partOf(path), versionOf(path)]) rmSync(file, { force: true });
}

function partOf(path: string): string {
  return `${path}.part`;
}

function versionOf(path: string): string {
  return `${path}.part-of`;
}
