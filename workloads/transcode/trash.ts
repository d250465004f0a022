import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Film, statOf } from "./film.ts";
import type { Records } from "./records.ts";

const DAY_MS = 86_400_000;
/** A clock of the server that says something else than ours may say anything: what waits is left to wait. */
const CLOCKS_AGREE_MS = 3_600_000;

/** Sources whose results are there. Each lies in a folder of its own, so that it keeps its name. */
export class Trash {
  readonly #folder: string;
  readonly #records: Records;

  constructor(folder: string, records: Records) {
    this.#folder = folder;
    this.#records = records;
  }

  async put({ key, path }: Pick<Film, "key" | "path">, number: number): Promise<void> {
    const folder = join(this.#folder, `${key}.${number}`);
    await mkdir(folder, { recursive: true });
    await rename(path, join(folder, basename(path)));
  }

  /** Deletes what has waited so long, counted by the server's clock alone. Says how many that were. */
  async empty(days: number): Promise<number> {
    await mkdir(this.#folder, { recursive: true });
    const now = await this.#serverNow();
    if (Math.abs(now - Date.now()) > CLOCKS_AGREE_MS) return 0;
    let deleted = 0;
    for (const name of await readdir(this.#folder)) {
      const [key, number] = name.split(".");
      const folder = join(this.#folder, name);
      const put = await statOf(folder);
      if (!key || !number || !put || now - put.mtimeMs < days * DAY_MS) continue;
      await rm(folder, { recursive: true, force: true });
      await this.#records.forgetDone(key, Number(number));
      deleted += 1;
    }
    return deleted;
  }

  /** What a new file is stamped with. */
  async #serverNow(): Promise<number> {
    const file = join(this.#folder, ".now");
    const handle = await open(file, "w");
    try {
      await handle.writeFile(".");
      return (await handle.stat()).mtimeMs;
    } finally {
      await handle.close();
    }
  }
}
