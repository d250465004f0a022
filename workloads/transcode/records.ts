import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { Film } from "./film.ts";

const identity = z.object({ bytes: z.number(), changed: z.number() });

const done = z.object({
  name: z.string(),
  source: identity,
  /** Where the result was written, and where it goes. */
  part: z.string(),
  result: z.string(),
  bytes: z.number(),
});

const failed = z.object({ name: z.string(), source: identity, reason: z.string() });

/** Of a result that was found whole, written before it gets its name: from here on the film is only put away. */
export type Done = z.output<typeof done>;
/** Why a film is left alone until it is another one. */
export type Failed = z.output<typeof failed>;

/** What workers leave each other, beside the claims: small files, each there whole or not at all. */
export class Records {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Each holder writes its own: one that wakes up late spoils nobody's. */
  async writeDone({ key }: Film, number: number, record: Done): Promise<void> {
    await writeWhole(this.#done(key, number), JSON.stringify(record));
  }

  async done(key: string): Promise<{ number: number; record: Done }[]> {
    const found = await Promise.all(
      (await this.#numbers(key)).map(async (number) => ({
        number,
        record: await read(this.#done(key, number), done),
      })),
    );
    return found.flatMap(({ number, record }) => (record ? [{ number, record }] : []));
  }

  async forgetDone(key: string, number: number): Promise<void> {
    await rm(this.#done(key, number), { force: true });
  }

  async writeFailed({ key, name, identity }: Film, reason: string): Promise<void> {
    await writeWhole(this.#failed(key), JSON.stringify({ name, source: identity, reason } satisfies Failed));
  }

  async failed(key: string): Promise<Failed | undefined> {
    return read(this.#failed(key), failed);
  }

  async forgetFailed(key: string): Promise<void> {
    await rm(this.#failed(key), { force: true });
  }

  async #numbers(key: string): Promise<number[]> {
    const names = await readdir(join(this.#folder, "done")).catch(() => []);
    return names.flatMap((name) => {
      const [own, number] = name.split(".");
      return own === key && number !== undefined && /^\d+$/.test(number) ? [Number(number)] : [];
    });
  }

  #done(key: string, number: number): string {
    return join(this.#folder, "done", `${key}.${number}`);
  }

  #failed(key: string): string {
    return join(this.#folder, "failed", key);
  }
}

/** On the server's disk before anything follows from it. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = join(dirname(file), `.${randomUUID()}`);
  try {
    const handle = await open(part, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** What somebody else has written there, or half written, says nothing. */
async function read<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(file, "utf8"))).data;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
