import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type Log, SettingsProblem } from "../../kit/index.ts";
import { Refused } from "../refused.ts";
import type { Event } from "./action.ts";

const deed = z.union([
  z.object({ do: z.literal("restart"), service: z.string() }),
  z.object({ do: z.literal("scale"), service: z.string(), copies: z.int() }),
]);
const common = { id: z.string(), at: z.number(), after: z.string() };
const line = z.union([
  z.object({
    ...common,
    event: z.literal("proposed"),
    by: z.string(),
    deed,
    reason: z.string(),
    expires: z.number(),
  }),
  z.object({ ...common, event: z.enum(["approved", "refused"]), by: z.string() }),
  z.object({ ...common, event: z.enum(["done", "failed", "interrupted"]), note: z.string() }),
]);

/**
 * All that was ever proposed, decided and done, as lines of a file that is only ever added to. Each is on the disk before
 * anything follows from it, and names the one before: whoever takes one out, or changes it, is noticed.
 */
export class Journal {
  readonly #file: FileHandle;
  #size: number;
  #last: string;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle, size: number, last: string) {
    this.#file = file;
    this.#size = size;
    this.#last = last;
  }

  /** With what is in it already. */
  static async open(folder: string, log: Log): Promise<{ journal: Journal; events: Event[] }> {
    const path = join(folder, "journal.jsonl");
    try {
      await mkdir(folder, { recursive: true });
      const file = await open(path, "a");
      const text = await readFile(path, "utf8");
      const whole = text.slice(0, text.lastIndexOf("\n") + 1);
      // A line that was only half written: nothing has followed from it.
      if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
      const { events, last } = read(whole, log);
      return { journal: new Journal(file, Buffer.byteLength(whole), last), events };
    } catch (error) {
      const { code = "unreadable" } = error as NodeJS.ErrnoException;
      throw new SettingsProblem([
        `LAB_MCP_DATA_DIR names ${folder}, where the journal cannot be kept (${code}). Mend the path or its rights.`,
      ]);
    }
  }

  /** On the disk when it returns; otherwise it was never said. */
  append(event: Event): Promise<void> {
    const written = this.#writing.then(() => this.#write(event));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #write(event: Event): Promise<void> {
    const text = JSON.stringify({ ...event, after: this.#last });
    try {
      await this.#file.appendFile(`${text}\n`);
      await this.#file.datasync();
    } catch (error) {
      await this.#file.truncate(this.#size).catch(() => undefined);
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      throw new Refused(
        `Nothing is done that cannot be written down: the journal takes no line (${code}). Make room on its disk.`,
        503,
      );
    }
    this.#size += Buffer.byteLength(text) + 1;
    this.#last = digest(text);
  }
}

function read(text: string, log: Log): { events: Event[]; last: string } {
  let last = "";
  const events = text.split("\n").flatMap((each, index): Event[] => {
    if (each === "") return [];
    const { data } = line.safeParse(parsed(each));
    if (data?.after !== last)
      log.error({ line: index + 1 }, "the journal was changed by somebody else, from this line on");
    last = digest(each);
    return data ? [data] : [];
  });
  return { events, last };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
